import { hasRows, withRows, type Kept } from '../../shared/keptFields';
import { rowRuns, toldRows, type RowRuns } from '../../shared/keptRows';
import type {
  LiveModuleId,
  Modules,
  OverviewHeader,
  PastMoment,
} from '../../shared/model/extendedOverview';
import { liveModuleIds } from '../../shared/model/extendedOverview';
import { pack } from '../../shared/packed';
import type { ToPage } from '../../shared/protocol';
import type { Reading } from '../../shared/reading';

export type StateMessage = Extract<ToPage, { kind: 'state' }>;

export type PanelContent = {
  readonly header: OverviewHeader;
  readonly modules: Modules;
  readonly past?: PastMoment | undefined;
  readonly clusters: StateMessage['clusters'];
  readonly actions: StateMessage['actions'];
};

/** The answers of a round come one by one: an update waits so long for those that follow. */
export const gatherMs = 500;

/** No message of the panel may be larger, in bytes of its JSON once it is packed. */
export const maxMessageBytes = 50 * 1024;

/** What the page has not heard yet of a module, as it is sent, and its bytes in a message. */
type Changed = {
  readonly id: LiveModuleId;
  readonly module: unknown;
  readonly kept: Kept;
  readonly bytes: number;
};

/** A field as it was sent, and each of its rows where it is a list of them. */
type SentField = { readonly json: string; readonly rows: readonly string[] };

/**
 * Decides what a page still has to hear: fields of modules, and rows of lists, that changed. A page
 * that misses a message sees it by the number, and asks for everything: it is never half old. What
 * fits no single message is sent in several, split between modules.
 */
export class PanelFeed {
  private seq = 0;
  private frame = '';
  private readonly sent = new Map<LiveModuleId, ReadonlyMap<string, SentField>>();

  /** The page is new, or may have missed messages: the next call sends everything. */
  reset(): void {
    this.frame = '';
    this.sent.clear();
  }

  /** The messages that bring the page up to date; none when nothing changed. */
  next(content: PanelContent): readonly StateMessage[] {
    // The clock of the header goes with every message, but is no reason to send one.
    const { now: _now, ...header } = content.header;
    const frame = JSON.stringify([header, content.clusters, content.actions, content.past]);
    const changed = liveModuleIds.flatMap((id) => {
      const module = content.modules[id];
      return module === undefined ? [] : this.changedOf(id, module);
    });
    if (this.frame === frame && changed.length === 0) {
      return [];
    }
    this.frame = frame;
    return this.pack(changed, Buffer.byteLength(frame)).map((group) => {
      this.seq += 1;
      return {
        kind: 'state',
        seq: this.seq,
        header: content.header,
        ...(content.past === undefined ? {} : { past: content.past }),
        modules: modulesOf(group),
        ...keptOf(group),
        clusters: content.clusters,
        actions: content.actions,
      };
    });
  }

  /** @returns at most one */
  private changedOf(id: LiveModuleId, module: Reading<object>): readonly Changed[] {
    const before = this.sent.get(id) ?? new Map<string, SentField>();
    const fields = fieldsOf(module);
    const kept = [...fields].flatMap(([name, json]) =>
      before.get(name)?.json === json ? [name] : [],
    );
    if (this.sent.has(id) && kept.length === fields.size && before.size === fields.size) {
      return [];
    }
    const sent = new Map<string, SentField>();
    const told: [string, unknown][] = [];
    const keptRows: [string, RowRuns][] = [];
    for (const [name, json] of fields) {
      const old = before.get(name);
      if (old?.json === json) {
        sent.set(name, old);
        continue;
      }
      const value: unknown = JSON.parse(json);
      const list = hasRows(value) ? value.value.rows : [];
      const rows = list.map((row) => JSON.stringify(row));
      sent.set(name, { json, rows });
      const runs = rowRuns(rows, old?.rows ?? []);
      if (runs === undefined || !hasRows(value)) {
        told.push([name, value]);
      } else {
        told.push([name, withRows(value, toldRows(list, runs))]);
        keptRows.push([name, runs]);
      }
    }
    this.sent.set(id, sent);
    const value: unknown = Object.fromEntries(told);
    const short = module.known ? { ...module, value } : told[0]?.[1];
    return [
      {
        id,
        module: short,
        kept: {
          fields: kept,
          ...(keptRows.length === 0 ? {} : { rows: Object.fromEntries(keptRows) }),
        },
        bytes: Buffer.byteLength(JSON.stringify(pack(short))),
      },
    ];
  }

  /** Groups of modules in their order, each small enough for one message beside the frame. */
  private pack(changed: readonly Changed[], frameBytes: number): readonly (readonly Changed[])[] {
    // Room for `{"kind":"state","seq":…}` and the key of each module.
    const overhead = 400;
    const groups: Changed[][] = [[]];
    let used = frameBytes + overhead;
    for (const each of changed) {
      const { bytes } = each;
      const group = groups[groups.length - 1];
      if (group !== undefined && (group.length === 0 || used + bytes <= maxMessageBytes)) {
        group.push(each);
        used += bytes;
      } else {
        groups.push([each]);
        used = frameBytes + overhead + bytes;
      }
    }
    return groups;
  }
}

/** Six digits are more than anybody reads; a page is sent thousands of numbers. */
function shortNumber(_key: string, value: unknown): unknown {
  // Moments are large and stay whole.
  return typeof value === 'number' && !Number.isInteger(value) && Math.abs(value) < 1e9
    ? Number(value.toPrecision(6))
    : value;
}

/**
 * Text of each field; of a module that is unknown one without a name. When the cluster last answered
 * is no news: each reading inside has its own age.
 */
function fieldsOf(module: Reading<object>): ReadonlyMap<string, string> {
  const parts: [string, unknown][] = module.known ? Object.entries(module.value) : [['', module]];
  return new Map(
    parts
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, JSON.stringify(part, shortNumber)]),
  );
}

function keptOf(group: readonly Changed[]): Pick<StateMessage, 'kept'> {
  const partly = group.filter(({ kept }) => kept.fields.length > 0 || kept.rows !== undefined);
  return partly.length === 0
    ? {}
    : { kept: Object.fromEntries(partly.map(({ id, kept }) => [id, kept])) };
}

function modulesOf(group: readonly Changed[]): Pick<Modules, LiveModuleId> {
  // Each is its module as JSON brings it to the page.
  return Object.fromEntries(group.map(({ id, module }) => [id, module]));
}
