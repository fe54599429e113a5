import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Where Debian's package puts it, which is not on everybody's PATH. */
const program = '/usr/sbin/mariadbd';

/** Why there is no MariaDB to start here; undefined when there is one. `npm test` installs it. */
export function whyNoMariadb(): string | undefined {
  return existsSync(program)
    ? undefined
    : (process.env['STARROCKS_OVERVIEW_NO_MARIADB'] ?? `there is no ${program}`);
}

/** A real MariaDB on a port of this machine, in a scratch folder that goes with it. */
export class Mariadb {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(port: number, child: ChildProcess, folder: string) {
    this.port = port;
    this.#child = child;
    this.#folder = folder;
  }

  /** With one user, who may do nothing. */
  static async start(user: string, password: string): Promise<Mariadb> {
    const folder = await mkdtemp(path.join(tmpdir(), 'sro-mariadb-'));
    const data = path.join(folder, 'data');
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    const installed = spawnSync(
      'mariadb-install-db',
      ['--no-defaults', `--datadir=${data}`, '--skip-test-db', ...asRoot],
      { encoding: 'utf8' },
    );
    if (installed.status !== 0) {
      throw new Error(`mariadb-install-db: ${installed.stderr || installed.stdout}`);
    }
    const init = path.join(folder, 'init.sql');
    await writeFile(init, `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}';\n`);
    const port = await freePort();
    const child = spawn(
      program,
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${path.join(folder, 'socket')}`,
        `--pid-file=${path.join(folder, 'pid')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--init-file=${init}`,
        '--skip-log-bin',
        '--skip-name-resolve',
        ...asRoot,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      if (line.includes('ready for connections')) {
        child.stderr.resume();
        return new Mariadb(port, child, folder);
      }
    }
    throw new Error(`MariaDB did not start:\n${said.slice(-10).join('\n')}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  if (address === null || typeof address === 'string') {
    throw new Error('no free port');
  }
  return address.port;
}
