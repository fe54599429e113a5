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
  readonly kept: readonly string[];
  readonly bytes: number;
};

/**
 * Decides what a page still has to hear: fields of modules that changed. A page that misses a message
 * sees it by the number, and asks for everything: it is never half old. What fits no single message is
 * sent in several, split between modules.
 */
export class PanelFeed {
  private seq = 0;
  private readonly sent = new Map<string, string>();
  /** Of modules that are known: each field as it was sent. */
  private readonly sentFields = new Map<LiveModuleId, ReadonlyMap<string, string>>();

  /** The page is new, or may have missed messages: the next call sends everything. */
  reset(): void {
    this.sent.clear();
    this.sentFields.clear();
  }

  /** The messages that bring the page up to date; none when nothing changed. */
  next(content: PanelContent): readonly StateMessage[] {
    // The clock of the header goes with every message, but is no reason to send one.
    const { now: _now, ...header } = content.header;
    const frame = JSON.stringify([header, content.clusters, content.actions, content.past]);
    const frameChanged = this.sent.get('frame') !== frame;
    const changed: Changed[] = [];
    for (const id of liveModuleIds) {
      const module = content.modules[id];
      if (module !== undefined) {
        // When the cluster last answered is no news: each reading inside has its own age.
        const json = JSON.stringify(module.known ? module.value : module, shortNumber);
        if (this.sent.get(id) !== json) {
          this.sent.set(id, json);
          changed.push(this.changedOf(id, module));
        }
      }
    }
    if (!frameChanged && changed.length === 0) {
      return [];
    }
    this.sent.set('frame', frame);
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

  private changedOf(id: LiveModuleId, module: Reading<object>): Changed {
    const before = this.sentFields.get(id);
    this.sentFields.delete(id);
    const kept: string[] = [];
    let told: Reading<object> = module;
    if (module.known) {
      const fields = new Map<string, string>();
      const values = Object.entries(module.value).filter(([field, value]: [string, unknown]) => {
        const json = JSON.stringify(value, shortNumber);
        fields.set(field, json);
        if (before?.get(field) === json) {
          kept.push(field);
          return false;
        }
        return true;
      });
      this.sentFields.set(id, fields);
      told = { ...module, value: Object.fromEntries(values) };
    }
    const short: unknown = JSON.parse(JSON.stringify(told, shortNumber));
    return { id, module: short, kept, bytes: Buffer.byteLength(JSON.stringify(pack(short))) };
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

function keptOf(group: readonly Changed[]): Pick<StateMessage, 'kept'> {
  const partly = group.filter(({ kept }) => kept.length > 0);
  return partly.length === 0
    ? {}
    : { kept: Object.fromEntries(partly.map(({ id, kept }) => [id, kept])) };
}

function modulesOf(group: readonly Changed[]): Pick<Modules, LiveModuleId> {
  // Each is its module as JSON brings it to the page.
  return Object.fromEntries(group.map(({ id, module }) => [id, module]));
}
