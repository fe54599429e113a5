/**
 * `npm run torture [-- --kills 200]`: kills a collecting process at random moments, also inside a
 * checkpoint, a migration, retention and an import. The exit code is 1 if anything was lost or doubled.
 */
import { parseArgs } from 'node:util';
import { torture } from '../unit/oracle/support/torture';

async function main(kills: number): Promise<void> {
  if (!Number.isInteger(kills) || kills < 1) {
    throw new Error('--kills is a whole number from 1');
  }
  const { within, notices, ...report } = await torture(kills);
  const places = Object.entries(within).map(([phase, count]) => `${phase} ${count}`);
  console.log(
    `kills ${report.kills} (${places.join(', ')}), acknowledged ${report.acknowledged}, ` +
      `unsaved ${report.unsaved}, lost ${report.lost}, doubled ${report.doubled}`,
  );
  notices.forEach((notice) => {
    console.log(notice);
  });
  process.exitCode = report.lost + report.doubled + notices.length > 0 ? 1 : 0;
}

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
void main(Number(values.kills));
