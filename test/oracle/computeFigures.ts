/** Figures of single BEs and CNs, and the rates of their devices. */
import type { ClusterState } from '../../src/demo/truth';
import type { ComputeNodeState, SystemState } from '../../src/demo/truthNodes';
import type { Figure, NodeFigure } from './figures';
import { rate } from './figures';
import { hull } from './interval';
import type { Interval } from './interval';
import type { Situation } from './situation';
import { aliveComputes, computeId, computeIn, computesSeen, seen, whyUnlisted } from './situation';

/** A column of SHOW COMPUTE NODES / BACKENDS, as exactly as its text says it. */
export function column(
  situation: Situation,
  node: string,
  range: (node: ComputeNodeState) => Interval,
): Figure {
  const list = seen(situation, node.startsWith('be:') ? 'backends' : 'computeNodes');
  if (!list.ok) {
    return list;
  }
  const ranges = list.sight.states.flatMap((state) => {
    const row = computeIn(state, node);
    return row === undefined ? [] : [range(row)];
  });
  return ranges.length === 0
    ? { ok: false, why: 'malformed' }
    : { ok: true, range: hull(ranges), sight: list.sight };
}

/** Of the nodes that owe an answer; without their lists, why there are none. */
export function eachCompute(
  situation: Situation,
  figure: (node: string) => Figure,
): readonly NodeFigure[] {
  const nodes = aliveComputes(situation).map(computeId);
  return nodes.length === 0 && computesSeen(situation) === undefined
    ? whyUnlisted(situation).map((why) => ({ node: 'unlisted', figure: { ok: false, why } }))
    : nodes.map((node) => ({ node, figure: figure(node) }));
}

/** Interfaces that repeat the traffic of another one are left out. */
export function countedInterfaces(system: SystemState): readonly string[] {
  const all = Object.keys(system.network);
  return all.filter((name) => {
    const parent = name.replace(/\.\d+$/, '');
    const isChild = parent !== name && all.includes(parent);
    return !/^(lo$|docker|cni|br-|virbr|veth)/.test(name) && !isChild;
  });
}

/** Whole disks: a partition repeats the traffic of its disk when both are listed. */
export function wholeDisks(system: SystemState): readonly string[] {
  const all = Object.keys(system.blockDevices);
  return all.filter((name) => {
    const disk = /^nvme|^mmcblk/.test(name)
      ? name.replace(/p\d+$/, '')
      : name.replace(/^((?:s|v|xv|h)d[a-z]+)\d+$/, '$1');
    return disk === name || !all.includes(disk);
  });
}

export type IoFigure = 'receive' | 'send' | 'read' | 'write';

const counters: Readonly<Record<IoFigure, (system: SystemState) => number>> = {
  receive: (system) =>
    total(countedInterfaces(system), (name) => system.network[name]?.receiveBytes),
  send: (system) => total(countedInterfaces(system), (name) => system.network[name]?.sendBytes),
  read: (system) => total(wholeDisks(system), (name) => system.blockDevices[name]?.readBytes),
  write: (system) => total(wholeDisks(system), (name) => system.blockDevices[name]?.writtenBytes),
};

function total(names: readonly string[], of: (name: string) => number | undefined): number {
  return names.reduce((all, name) => all + (of(name) ?? NaN), 0);
}

/** Bytes per second. The process copies these counters every 15 s only. */
export const ioRate = (situation: Situation, node: string, which: IoFigure): Figure =>
  systemRate(situation, node, counters[which]);

/** Busy share of one device, percent, at most 100. */
export function deviceUtil(situation: Situation, node: string, device: string): Figure {
  const figure = systemRate(situation, node, (system) => system.blockDevices[device]?.ioMs ?? NaN);
  const percent = (msPerSecond: number): number => Math.min(100, msPerSecond / 10);
  return figure.ok
    ? { ...figure, range: { lo: percent(figure.range.lo), hi: percent(figure.range.hi) } }
    : figure;
}

export const nodeCounter =
  (node: string, value: (compute: ComputeNodeState) => number) =>
  (state: ClusterState): { readonly value: number; readonly startedAt: number } | undefined => {
    const compute = computeIn(state, node);
    return compute === undefined
      ? undefined
      : { value: value(compute), startedAt: compute.startedAt };
  };

const systemRate = (
  situation: Situation,
  node: string,
  value: (system: SystemState) => number,
): Figure =>
  rate(
    situation,
    'beMetrics',
    node,
    nodeCounter(node, (compute) => value(compute.published)),
    { stepMs: Math.max(30_000, situation.intervalMs) },
  );
