import assert from 'node:assert/strict';
import { groupNodes } from '../../../src/extension/views/groupNodes';
import type { ComputeDetails } from '../../../src/shared/model/nodeDetails';
import type { Modules } from '../../../src/shared/model/extendedOverview';
import type { Rows } from '../../../src/shared/reading';
import { known, unknown } from '../../../src/shared/reading';
import { acknowledge, noMarks } from '../../../src/extension/alerts/alertMarks';
import type { LoadJobStats } from '../../../src/shared/model/loadJobStats';
import type { ClusterHealth } from '../../../src/shared/model/clusterHealth';
import type { Problem } from '../../../src/shared/model/problem';
import { aProblem, at, from } from './builders';

const context = { clusterId: 'c', locale: 'en', now: at } as const;

function rows<R>(list: readonly R[], total = list.length): Rows<R> {
  return known({ rows: list, total, truncated: total > list.length }, from);
}

function aNode(host: string, patch: Partial<ComputeDetails> = {}): ComputeDetails {
  return {
    node: `cn:${host}:9050`,
    host,
    role: 'cn',
    state: 'up',
    verdict: 'ok',
    version: '4.0.0',
    startedAt: at,
    lastHeartbeatAt: at,
    error: null,
    warehouse: null,
    cpuPct: known(44, from),
    memPct: known(71, from),
    diskPct: unknown('not-applicable', at),
    disks: unknown('not-applicable', at),
    versions: unknown('not-applicable', at),
    compactions: unknown('not-applicable', at),
    cachePct: known(90, from),
    tablets: known(10, from),
    drainPerMinute: unknown('not-applicable', at),
    drainedAt: unknown('not-applicable', at),
    runningQueries: known(3, from),
    restarts: known(0, from),
    ...patch,
  };
}

function group(modules: Modules, key: string) {
  const found = groupNodes(modules, context).find(({ id }) => id === `c/${key}`);
  assert.ok(found);
  return found;
}

const nodes = (...compute: readonly ComputeDetails[]): Modules => ({
  nodes: known(
    {
      frontends: rows([]),
      compute: rows(compute),
      deadBrokers: known(0, from),
      configuration: rows([]),
    },
    from,
  ),
});

describe('groupNodes', () => {
  it('lists nodes worst first, then by name', () => {
    const children = group(
      nodes(aNode('b'), aNode('a'), aNode('z', { verdict: 'critical', state: 'down' })),
      'compute',
    ).children;

    assert.deepEqual(
      children?.map(({ label }) => label),
      ['z', 'a', 'b'],
    );
    assert.equal(children[0]?.context, 'node:cn:down');
  });

  it('folds the healthy ones where there are many, behind those that are not', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((host) => aNode(host));
    const [first, healthy, ...others] =
      group(nodes(...many, aNode('z', { verdict: 'warning' })), 'compute').children ?? [];

    assert.deepEqual([first?.label, healthy?.label, others.length], ['z', '6 healthy', 0]);
    assert.equal(healthy?.children?.length, 6);
  });

  it('leaves out what does not apply to a node and never says 0 for what is unknown', () => {
    const [node] =
      group(nodes(aNode('a', { cpuPct: unknown('timeout', at) })), 'compute').children ?? [];

    assert.equal(node?.description, 'cpu — · mem 71% · data cache 90%');
  });

  it('says the reason once when no figure of a node is known', () => {
    const silent = unknown<number>('timeout', at);
    const [node] =
      group(nodes(aNode('a', { cpuPct: silent, memPct: silent, cachePct: silent })), 'compute')
        .children ?? [];

    assert.equal(node?.description, 'no answer in time');
  });

  it('says why a list is unknown instead of showing it empty', () => {
    const denied: Modules = { sessions: unknown('denied', at) };

    assert.equal(group(denied, 'sessions').description, '— (privilege missing)');
    assert.deepEqual(
      group(denied, 'sessions').children?.map(({ label }) => label),
      ['privilege missing'],
    );
    assert.deepEqual(
      group({}, 'queries').children?.map(({ label }) => label),
      ['not asked yet'],
    );
  });

  it('says how many rows a cut list leaves out', () => {
    const modules: Modules = {
      nodes: known(
        {
          frontends: rows([]),
          compute: rows([aNode('a')], 60),
          deadBrokers: known(0, from),
          configuration: rows([]),
        },
        from,
      ),
    };

    assert.equal(group(modules, 'compute').children?.at(-1)?.label, '59 more in the overview');
  });

  it('gives every row an id of its own even when the cluster repeats itself', () => {
    const ids = group(nodes(aNode('a'), aNode('a')), 'compute').children?.map(({ id }) => id) ?? [];

    assert.equal(new Set(ids).size, 2);
  });

  it('calls the group after what is in it', () => {
    assert.equal(group(nodes(aNode('a')), 'compute').label, 'Compute nodes');
    assert.equal(group(nodes(aNode('a', { role: 'be' })), 'compute').label, 'Backends');
    assert.equal(group({}, 'compute').label, 'Backends and compute nodes');
  });
});

describe('the group of tasks', () => {
  const tasks = (modules: Modules) => {
    const found = groupNodes(modules, { ...context, offers: () => true });
    return found.find(({ id }) => id === 'c/tasks')?.children ?? [];
  };
  const kind = (modules: Modules, key: string) => {
    const found = tasks(modules).find(({ id }) => id === `c/tasks/${key}`);
    assert.ok(found);
    return found;
  };
  const job = {
    id: '7',
    name: 'kafka',
    database: 'sales',
    state: 'PAUSED',
    pausedBy: 'system',
    lagRows: 400_000,
    lagMs: null,
    reason: '<img> too many errors',
  };
  const load = {
    id: '1',
    label: 'l',
    database: 'sales',
    type: 'BROKER',
    state: 'LOADING',
    progressPct: 40,
    createdAt: at,
    error: null,
  };
  const loads: Modules = {
    // The tree reads no more of it.
    loads: known(
      {
        running: known(1, from),
        failed: unknown('timeout', at),
        routineTotal: known(1, from),
        loads: rows([
          { ...load, outcome: 'running' },
          { ...load, id: '2', outcome: 'finished' },
        ]),
        routineLoads: rows([job]),
      } as unknown as LoadJobStats,
      from,
    ),
  };

  it('has one group for each kind, unknown where its module is', () => {
    assert.deepEqual(
      tasks(loads).map(({ label, description }) => [label, description.slice(0, 1)]),
      [
        ['Compactions', '—'],
        ['Loads', '1'],
        ['Routine loads', '1'],
        ['Materialized views', '—'],
        ['Schema changes', '—'],
        ['Transactions', '—'],
      ],
    );
    assert.equal(kind(loads, 'views').children?.[0]?.look.icon, 'question');
  });

  it('lists loads that run and offers to cancel them', () => {
    const [row, ...others] = kind(loads, 'loads').children ?? [];
    assert.equal(others.length, 0);
    assert.match(row?.description ?? '', /^BROKER · LOADING 40%/);
    assert.deepEqual(
      row?.actions?.map(({ kind: action }) => action),
      ['cancelLoad'],
    );
    assert.equal(kind(loads, 'loads').description, '1 running, — failed in an hour');
  });

  it('says how far a routine load is behind, and why it is paused, as text', () => {
    const [row] = kind(loads, 'routineLoads').children ?? [];
    assert.equal(row?.description, 'PAUSED · 400 k rows, — behind');
    assert.equal(row.look.icon, 'warning');
    assert.match(row.tooltip(), /too many errors/);
    assert.doesNotMatch(row.tooltip(), /[^\\\\]<img/);
  });
});

describe('the group of alerts', () => {
  const counts = { alive: known(1, from), total: known(1, from) };
  const healthOf = (...problems: readonly Problem[]): Modules => ({
    // The tree reads no more of it.
    health: known(
      {
        problems,
        frontends: counts,
        compute: counts,
        runMode: unknown('timeout', at),
      } as unknown as ClusterHealth,
      from,
    ),
  });
  const alerts = (modules: Modules, marks = noMarks) =>
    groupNodes(modules, { ...context, marks }).find(({ id }) => id === 'c/alerts');

  it('counts what counts, and lists what does not as well', () => {
    const held = aProblem({ subject: 'cn:cn2:9050', state: 'held' });
    const found = alerts(healthOf(aProblem(), held));
    assert.equal(found?.description, '1');
    assert.deepEqual(
      found.children?.map(({ context: shown }) => shown),
      ['alert:open', 'alert:held'],
    );
  });

  it('says what was acknowledged, and keeps the id of the row over it', () => {
    const [before] = alerts(healthOf(aProblem()))?.children ?? [];
    const marks = acknowledge(noMarks, 'c', aProblem());
    const [after] = alerts(healthOf(aProblem()), marks)?.children ?? [];
    assert.equal(after?.id, before?.id);
    assert.equal(after?.context, 'alert:acknowledged');
    assert.match(after.description, /acknowledged$/);
    assert.equal(after.alert?.rule, 'node.down');
  });

  it('lets no text of the cluster become Markdown in the tooltip', () => {
    const title = { id: 'text.verbatim', args: { text: '[x](command:y) <img>' } } as const;
    const [row] = alerts(healthOf(aProblem({ title })))?.children ?? [];
    assert.doesNotMatch(row?.tooltip() ?? '', /[^\\]\[x\]\(|[^\\]<img/);
  });

  it('is unknown, not empty, while health is', () => {
    const found = alerts({ health: unknown('timeout', at) });
    assert.match(found?.description ?? '', /^—/);
    assert.equal(found?.children?.[0]?.look.icon, 'question');
  });
});
