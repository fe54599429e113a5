import type { RoundReport } from '../../shared/api';
import type { UnknownReason } from '../../shared/reading';
import { cadenceOf } from './cadence';
import type { Observation } from './observation';

/** What the statements of a round tell of the connection. */
export type Connection = {
  /** Whether an FE answered SQL. */
  readonly connected: boolean;
  readonly credentialsMissing: boolean;
  /** Why none did. */
  readonly message?: string;
};

const silent: ReadonlySet<UnknownReason> = new Set(['unreachable', 'timeout', 'no-credentials']);

/** Of what a round asked, the statements. */
export function statementsIn(
  asked: readonly Observation<unknown>[],
): readonly Observation<unknown>[] {
  return asked.filter(({ source }) => cadenceOf(source).statements > 0);
}

/** Undefined when no statement was sent. */
export function connectionIn(asked: readonly Observation<unknown>[]): Connection | undefined {
  const sql = statementsIn(asked);
  if (sql.length === 0) {
    return undefined;
  }
  const connected = sql.some((observation) => observation.ok || !silent.has(observation.why));
  const first = sql.find((observation) => !observation.ok);
  return {
    connected,
    credentialsMissing: sql.some((each) => !each.ok && each.why === 'no-credentials'),
    ...(connected || first?.ok !== false ? {} : { message: first.message }),
  };
}

/** The questions that found no answer, for the report of a round. */
export function failuresIn(asked: readonly Observation<unknown>[]): RoundReport['failed'] {
  return asked.flatMap((observation) =>
    observation.ok
      ? []
      : [
          {
            source: observation.source,
            why: observation.why,
            ...(observation.node === undefined ? {} : { node: observation.node }),
          },
        ],
  );
}
