/** Things by the name of the database that they are in. */
export function byDatabase<T extends { readonly database: string }>(
  things: readonly T[],
): (name: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(thing.database);
    if (group === undefined) {
      groups.set(thing.database, [thing]);
    } else {
      group.push(thing);
    }
  }
  return (name) => groups.get(name) ?? [];
}
