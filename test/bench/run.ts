/**
 * `npm run bench [-- <group> …]`: measures what the design has goals for and prints one table. A
 * missed goal is a number like any other; only a measurement that breaks makes the exit code 1.
 */
import * as os from 'node:os';
import { crowdedCluster } from './crowd';
import { demoTrends } from './demoTrends';
import { history } from './history';
import { load } from './load';
import { messages } from './messages';
import { page } from './page';
import { profileRefresh } from './profileRefresh';
import { profiles } from './profiles';
import { refresh } from './refresh';
import { scan } from './scan';
import { size } from './size';
import { statements } from './statements';
import { tree } from './tree';
import { tableText, type BenchGroup, type BenchRow } from './table';
import { loopMs, took } from './yardstick';

const groups: readonly BenchGroup[] = [
  refresh,
  statements,
  profiles,
  profileRefresh,
  messages,
  page,
  tree,
  demoTrends,
  history,
  scan,
  load,
  crowdedCluster,
  size,
];

async function main(names: readonly string[]): Promise<void> {
  const unknownName = names.find((name) => !groups.some((group) => group.name === name));
  if (unknownName !== undefined) {
    throw new Error(`no group ${unknownName}; there are: ${groups.map((g) => g.name).join(', ')}`);
  }
  const rows: BenchRow[] = [];
  const total = await took(async () => {
    for (const group of groups.filter(({ name }) => names.length === 0 || names.includes(name))) {
      let failed = '';
      const ms = await took(async () => {
        try {
          rows.push(...(await group.run()));
        } catch (error) {
          process.exitCode = 1;
          failed = ` BROKE: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
        }
      });
      console.error(`${group.name}: ${(ms / 1000).toFixed(1)} s${failed}`);
    }
  });
  const cores = os.cpus();
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cores.length} × ${cores[0]?.model.trim() ?? 'unknown CPU'}, ` +
      `Node ${process.versions.node}; one loop = ${loopMs().toFixed(0)} ms; ${(total / 1000).toFixed(0)} s in all\n`,
  );
  console.log(tableText(rows));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
