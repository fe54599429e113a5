/** How profiles write down columns and tables, so that they can be compared with the documentation. */
import type { AnsweredBy, ColumnDef, SchemaTable, SqlType } from './profile';

/** `Name, Name, …` */
export const names = (text: string): readonly string[] => text.split(/,\s*/);

/** `NAME TYPE, NAME TYPE, …`; a name without a type is VARCHAR. */
export function columns(text: string): readonly ColumnDef[] {
  return text.split(/,\s*/).map((entry) => {
    const [name = '', type = 'VARCHAR'] = entry.trim().split(' ');
    return [name, type as SqlType];
  });
}

const table = (text: string, answeredBy: AnsweredBy, needs: SchemaTable['needs']): SchemaTable => ({
  columns: columns(text),
  answeredBy,
  needs,
});

/** The scanning node asks the leader. */
export const leader = (text: string): SchemaTable => table(text, 'leader', null);
/** The scanning node asks the connected FE. */
export const connected = (text: string): SchemaTable => table(text, 'connected', null);
/** Every node scans itself. */
export const nodes = (text: string): SchemaTable => table(text, 'nodes', 'OPERATE');

/** What an older version does not have yet. */
export function without<T>(
  record: Readonly<Record<string, T>>,
  ...keys: readonly string[]
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
