/**
 * `npm run torture [-- --kills 200]`: kills a collecting process at random moments, also inside a
 * checkpoint, a migration, retention and an import. The exit code is 1 if anything was lost or doubled,
 * if the history told of damage, or if so little was acknowledged that it proves nothing.
 */
import { parseArgs } from 'node:util';
import { torture } from '../unit/oracle/support/torture';

/** A life that announces no saved round tests nothing. */
const fewestAcknowledgedPerKill = 1;

async function main(kills: number): Promise<void> {
  if (!Number.isInteger(kills) || kills < 1) {
    throw new Error('--kills is a whole number from 1');
  }
  const begun = performance.now();
  const { within, notices, ...report } = await torture(kills);
  const tookS = Math.round((performance.now() - begun) / 1_000);
  const places = Object.entries(within).map(([phase, count]) => `${phase} ${count}`);
  console.log(
    `kills ${report.kills} (${places.join(', ')}), acknowledged ${report.acknowledged}, ` +
      `unsaved ${report.unsaved}, lost ${report.lost}, doubled ${report.doubled}; ${tookS} s`,
  );
  notices.forEach((notice) => {
    console.log(notice);
  });
  const isProof = report.acknowledged >= fewestAcknowledgedPerKill * kills;
  process.exitCode = isProof && report.lost + report.doubled + notices.length === 0 ? 0 : 1;
}

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
void main(Number(values.kills));
