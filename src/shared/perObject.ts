/**
 * A function that computes once for each object it is given: what follows from an answer or from an
 * input, both of which never change, is asked for by many modules and rules.
 */
export function perObject<K extends object, T>(compute: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) {
      return found.value;
    }
    const value = compute(of);
    known.set(of, { value });
    return value;
  };
}
