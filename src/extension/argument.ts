import type { ClusterId } from '../shared/ids';

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

export function fieldOf(argument: unknown, field: string): unknown {
  return typeof argument === 'object' && argument !== null
    ? (argument as Readonly<Record<string, unknown>>)[field]
    : undefined;
}
