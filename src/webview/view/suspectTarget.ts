import { isNode } from '../../shared/ids';
import type { Suspect, SuspectFamily } from '../../shared/model/causes';
import type { RanKind } from '../../shared/model/ran';
import type { PageView } from '../../shared/protocol';
import { isRuleId } from '../../shared/thresholds';
import type { SectionId } from './sectionIds';
import { sectionOfRule } from './sectionOfRule';

/** Where the page tells more of a suspect. */
export type SuspectTarget = { readonly page: PageView } | { readonly section: SectionId };

const sectionOfRan: Readonly<Record<Exclude<RanKind, 'query'>, SectionId>> = {
  load: 'tasks',
  compaction: 'compaction',
  refresh: 'tasks',
  schemaChange: 'tasks',
};

const sectionOfFamily: Readonly<Record<SuspectFamily, SectionId>> = {
  queries: 'queries',
  loads: 'tasks',
  schemaChanges: 'tasks',
  compactions: 'compaction',
  heap: 'nodes',
  failures: 'tasks',
  node: 'nodes',
};

const nodePage = (node: string): SuspectTarget => ({ page: { kind: 'node', node } });

/** The node or query that a suspect is about, else the section of its kind. */
export function suspectTarget(suspect: Suspect): SuspectTarget {
  switch (suspect.kind) {
    case 'ran': {
      const { kind, id } = suspect.ran;
      return kind === 'query' ? { page: { kind, queryId: id } } : { section: sectionOfRan[kind] };
    }
    case 'change': {
      const { family, node, series } = suspect;
      return node !== undefined
        ? nodePage(node)
        : { section: series.startsWith('query.') ? 'queries' : sectionOfFamily[family] };
    }
    case 'event': {
      if (suspect.event.kind === 'rolling-restart') {
        return { section: 'nodes' };
      }
      const { node, detail } = suspect.event;
      const named = [node, detail].find((each) => each !== undefined && isNode(each));
      if (named !== undefined) {
        return nodePage(named);
      }
      return {
        section: detail !== undefined && isRuleId(detail) ? sectionOfRule(detail) : 'nodes',
      };
    }
  }
}
