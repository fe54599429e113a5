/** Who is connected to an FE when a demo cluster begins. */
import type { SessionState } from '../truth';
import { pick, roll } from './dice';
import type { Beginning } from './initial';
import { PEOPLE, SHORT_QUERIES } from './people';
import { MINUTE } from './waves';

/** Global ids have the FE in their high byte; before, every FE counted for itself. */
export function connectionIdBase({ profile }: Beginning, frontendId: number): number {
  return profile.behaviour.connectionIds === 'global' ? (frontendId & 0xff) * 0x1_00_00_00 : 0;
}

export function initialSessions(beginning: Beginning, frontendId: number): readonly SessionState[] {
  const { seed, begun } = beginning;
  const sessions: SessionState[] = [];
  for (const person of PEOPLE) {
    const count = Math.max(
      1,
      Math.round(person.sessions * (0.7 + 0.6 * roll(seed, person.user, frontendId))),
    );
    for (let index = 0; index < count; index++) {
      const no = sessions.length + 1;
      const key = frontendId * 1000 + no;
      const commandAt = begun - Math.floor(roll(seed, 'idle', key) ** 3 * 40) * MINUTE;
      sessions.push({
        connectionId: connectionIdBase(beginning, frontendId) + no,
        user: person.user,
        clientAddress: `${person.from}${String(10 + (no % 7))}:${String(40_000 + key)}`,
        database: person.database,
        command: 'Sleep',
        connectedAt: commandAt - Math.floor(roll(seed, 'connected', key) * 8 * 60) * MINUTE,
        commandAt,
        state: 'EOF',
        sql: pick(seed, 'first', key, SHORT_QUERIES).sql,
        pending: false,
        warehouse: 'default_warehouse',
        real: false,
      });
    }
  }
  return sessions;
}
