/** `NetworkIoStats` from the truth: what the processes' 15 s timers published, per node and in all. */
import { deviceUtil, eachCompute, ioRate, wholeDisks } from './computeFigures';
import type { IoFigure } from './computeFigures';
import type { Expectation } from './expectation';
import { exact, fields, unknown, within } from './expectation';
import type { Figure } from './figures';
import { combinedReading, sumOf } from './figures';
import type { ListedNode, Situation } from './situation';
import { aliveComputes, computeId, computesSeen, metaOf, whyUnlisted } from './situation';
import type { Candidate } from './worstNode';
import { expectWorst } from './worstNode';
import type { UnknownReason } from '../../src/shared/reading';

const columns = ['receive', 'send', 'read', 'write'] as const satisfies readonly IoFigure[];

export function expectNetworkIo(situation: Situation): Expectation {
  const total = (which: IoFigure): Expectation =>
    combinedReading(
      situation,
      'beMetrics',
      sumOf(eachCompute(situation, (node) => ioRate(situation, node, which))),
    );
  return fields({
    receive: total('receive'),
    send: total('send'),
    read: total('read'),
    write: total('write'),
    busiestDisk: expectWorst(situation, 'beMetrics', devices(situation)),
    perNode: expectPerNode(situation),
  });
}

function devices(situation: Situation): readonly Candidate[] {
  const none = eachCompute(situation, () => ({ ok: false, why: 'not-applicable' }));
  const alive = aliveComputes(situation);
  return alive.length === 0
    ? none
    : alive.flatMap((node) =>
        wholeDisks(node.published).map((device) => ({
          node: computeId(node),
          detail: device,
          figure: deviceUtil(situation, computeId(node), device),
        })),
      );
}

function busiest(situation: Situation, { node }: ListedNode): Figure {
  const figures = wholeDisks(node.published).map((device) =>
    deviceUtil(situation, computeId(node), device),
  );
  return figures.reduce<Figure>(
    (worst, figure) =>
      !worst.ok || (figure.ok && figure.range.hi > worst.range.hi) ? figure : worst,
    { ok: false, why: 'not-applicable' },
  );
}

function expectPerNode(situation: Situation): Expectation {
  const nodes = computesSeen(situation);
  const first = nodes?.[0];
  if (nodes === undefined || first === undefined) {
    return unknown(...whyUnlisted(situation));
  }
  const cells = nodes.map((listed) => {
    const id = computeId(listed.node);
    const figure = (which: IoFigure): Figure =>
      listed.node.alive ? ioRate(situation, id, which) : { ok: false, why: 'node-down' };
    return {
      id,
      host: listed.node.host,
      figures: {
        receive: figure('receive'),
        send: figure('send'),
        read: figure('read'),
        write: figure('write'),
        utilPct: listed.node.alive
          ? busiest(situation, listed)
          : ({ ok: false, why: 'node-down' } as const),
      },
    };
  });
  const unknownColumns: Record<string, readonly UnknownReason[]> = {};
  for (const column of [...columns, 'utilPct'] as const) {
    const reasons = cells.flatMap(({ figures }) =>
      figures[column].ok ? [] : [figures[column].why],
    );
    if (reasons.length === cells.length) {
      unknownColumns[column] = reasons;
    }
  }
  const cell = (figure: Figure): Expectation => (figure.ok ? within(figure.range) : exact(null));
  return {
    kind: 'rows',
    meta: { ...metaOf(situation, ['backends', 'computeNodes'], first.sight), bound: null },
    rows: cells.map(({ id, host, figures }) =>
      fields({
        node: exact(id),
        host: exact(host),
        receive: cell(figures.receive),
        send: cell(figures.send),
        read: cell(figures.read),
        write: cell(figures.write),
        utilPct: cell(figures.utilPct),
      }),
    ),
    ids: cells.map(({ id }) => id),
    idOf: (row) => String(row['node']),
    unknownColumns,
  };
}
