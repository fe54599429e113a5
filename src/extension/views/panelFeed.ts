import type { LiveModuleId, Modules, OverviewHeader } from '../../shared/model/extendedOverview';
import { liveModuleIds } from '../../shared/model/extendedOverview';
import { pack } from '../../shared/packed';
import type { ToPage } from '../../shared/protocol';

export type StateMessage = Extract<ToPage, { kind: 'state' }>;

export type PanelContent = {
  readonly header: OverviewHeader;
  readonly modules: Modules;
  readonly clusters: StateMessage['clusters'];
};

/** The answers of a round come one by one: an update waits so long for those that follow. */
export const gatherMs = 500;

/** No message of the panel may be larger, in bytes of its JSON once it is packed. */
export const maxMessageBytes = 50 * 1024;

/**
 * Decides what a page still has to hear. Whole modules, never parts: a page that misses a message
 * is never half old. What fits no single message is sent in several, split between modules.
 */
export class PanelFeed {
  private seq = 0;
  private readonly sent = new Map<string, string>();

  /** The page is new, or may have missed messages: the next call sends everything. */
  reset(): void {
    this.sent.clear();
  }

  /** The messages that bring the page up to date; none when nothing changed. */
  next(content: PanelContent): readonly StateMessage[] {
    // The clock of the header goes with every message, but is no reason to send one.
    const { now: _now, ...header } = content.header;
    const frame = JSON.stringify([header, content.clusters]);
    const frameChanged = this.sent.get('frame') !== frame;
    const changed: { readonly id: LiveModuleId; readonly bytes: number }[] = [];
    for (const id of liveModuleIds) {
      const module = content.modules[id];
      if (module !== undefined) {
        // When the cluster last answered is no news: each reading inside has its own age.
        const json = JSON.stringify(module.known ? module.value : module, shortNumber);
        if (this.sent.get(id) !== json) {
          this.sent.set(id, json);
          changed.push({ id, bytes: Buffer.byteLength(JSON.stringify(pack(JSON.parse(json)))) });
        }
      }
    }
    if (!frameChanged && changed.length === 0) {
      return [];
    }
    this.sent.set('frame', frame);
    return this.pack(changed, Buffer.byteLength(frame)).map((ids) => {
      this.seq += 1;
      return {
        kind: 'state',
        seq: this.seq,
        header: content.header,
        modules: pick(content.modules, ids),
        clusters: content.clusters,
      };
    });
  }

  /** Groups of modules in their order, each small enough for one message beside the frame. */
  private pack(
    changed: readonly { readonly id: LiveModuleId; readonly bytes: number }[],
    frameBytes: number,
  ): readonly (readonly LiveModuleId[])[] {
    // Room for `{"kind":"state","seq":…}` and the key of each module.
    const overhead = 400;
    const groups: LiveModuleId[][] = [[]];
    let used = frameBytes + overhead;
    for (const { id, bytes } of changed) {
      const group = groups[groups.length - 1];
      if (group !== undefined && (group.length === 0 || used + bytes <= maxMessageBytes)) {
        group.push(id);
        used += bytes;
      } else {
        groups.push([id]);
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

function pick(modules: Modules, ids: readonly LiveModuleId[]): Pick<Modules, LiveModuleId> {
  const picked = Object.fromEntries(ids.map((id) => [id, modules[id]]));
  return JSON.parse(JSON.stringify(picked, shortNumber)) as Pick<Modules, LiveModuleId>;
}
