import type { ClusterId } from '../shared/ids';
import type { EpochMs } from '../shared/time';

/** A field of an argument object; undefined when the argument is none or the field has another type. */
export function booleanOf(argument: unknown, field: string): boolean | undefined {
  const value = fieldOf(argument, field);
  return typeof value === 'boolean' ? value : undefined;
}

export function stringOf(argument: unknown, field: string): string | undefined {
  const value = fieldOf(argument, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function stringsOf(argument: unknown, field: string): readonly string[] | undefined {
  const value = fieldOf(argument, field);
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : undefined;
}

/** The cluster that an argument object or a row of the tree names. */
export function clusterIdOf(argument: unknown): ClusterId | undefined {
  return stringOf(argument, 'clusterId');
}

/** The stretch of time that an argument object names; whether it is one at all is not looked at. */
export function stretchOf(
  argument: unknown,
): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  const from = fieldOf(argument, 'from');
  const to = fieldOf(argument, 'to');
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

export function fieldOf(argument: unknown, field: string): unknown {
  return typeof argument === 'object' && argument !== null
    ? (argument as Readonly<Record<string, unknown>>)[field]
    : undefined;
}
