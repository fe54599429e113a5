/** The faults in force, and which of them strike a given request. */
import type { Fault, FaultEffect, FaultTarget } from './faults';

export type Request = {
  readonly protocol: 'sql' | 'http';
  /** All names the node answers to: key, host, node name. */
  readonly nodeNames: readonly string[];
  readonly text: string;
  readonly user?: string;
};

export class FaultBoard {
  private faults: { readonly fault: Fault; left: number }[] = [];
  private nextId = 1;
  private readonly listeners = new Set<() => void>();

  add(effect: FaultEffect, target: FaultTarget, id?: string): Fault {
    const fault = { id: id ?? `fault-${String(this.nextId++)}`, target, effect };
    this.faults = this.faults.filter((other) => other.fault.id !== fault.id);
    this.faults.push({ fault, left: target.times ?? Infinity });
    this.tell();
    return fault;
  }

  /** Removes one fault, or all. */
  clear(id?: string): void {
    this.faults = id === undefined ? [] : this.faults.filter((entry) => entry.fault.id !== id);
    this.tell();
  }

  list(): readonly Fault[] {
    return this.faults.map((entry) => entry.fault);
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** The effects on a request; faults with a limited number of strikes are used up by it. */
  strike(request: Request): readonly FaultEffect[] {
    const struck = this.faults.filter(
      (entry) =>
        entry.fault.effect.kind !== 'refuse' &&
        entry.fault.effect.kind !== 'httpClosed' &&
        matches(entry.fault.target, request),
    );
    for (const entry of struck) {
      entry.left -= 1;
    }
    this.faults = this.faults.filter((entry) => entry.left > 0);
    return struck.map((entry) => entry.fault.effect);
  }

  /** Whether a node's port is closed to the monitor. */
  isClosed(nodeNames: readonly string[], protocol: 'sql' | 'http'): boolean {
    return this.faults.some(
      ({ fault }) =>
        matches({ ...fault.target, match: '', user: '' }, { protocol, nodeNames, text: '' }) &&
        (fault.effect.kind === 'refuse' ||
          (protocol === 'http' && fault.effect.kind === 'httpClosed')),
    );
  }

  /** Whether an FE's HTTP port is closed to the BEs and CNs too. */
  isClosedToNodes(nodeNames: readonly string[]): boolean {
    return this.faults.some(
      ({ fault }) =>
        fault.effect.kind === 'httpClosed' &&
        fault.effect.alsoNodes === true &&
        matches(
          { ...fault.target, match: '', user: '' },
          { protocol: 'http', nodeNames, text: '' },
        ),
    );
  }

  private tell(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}

function matches(target: FaultTarget, request: Request): boolean {
  const { node, protocol, match, user } = target;
  return (
    (node === undefined || node === '*' || request.nodeNames.includes(node)) &&
    (protocol === undefined || protocol === request.protocol) &&
    (match === undefined || match === '' || textMatches(match, request.text)) &&
    (user === undefined || user === '' || user === request.user)
  );
}

function textMatches(match: string, text: string): boolean {
  const expression = /^\/(.+)\/$/.exec(match)?.[1];
  return expression === undefined
    ? text.toLowerCase().includes(match.toLowerCase())
    : new RegExp(expression, 'is').test(text);
}
