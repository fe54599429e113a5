import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BenchRow } from './table';

const loopTurns = 20_000_000;

/** A fixed loop of arithmetic, ms, the best of three: how fast this machine is right now. */
export function loopMs(): number {
  return Math.min(onceMs(), onceMs(), onceMs());
}

function onceMs(): number {
  const begun = performance.now();
  let sum = 0;
  for (let index = 1; index < loopTurns; index += 1) {
    sum += Math.sqrt(index);
  }
  return sum > 0 ? performance.now() - begun : Number.NaN;
}

/** A time beside the fixed loop, measured now. */
export function asLoops(ms: number): NonNullable<BenchRow['ratio']> {
  return { value: ms / loopMs(), of: 'loop' };
}

export async function took(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Memory in use after everything unreachable is gone. */
export async function collectedMemory(): Promise<NodeJS.MemoryUsage> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 3; turn += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage();
}
