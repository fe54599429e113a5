import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WindowLeadership } from '../../../src/extension/api/windowLeadership';
import type {
  LeadershipOptions,
  LeadershipState,
} from '../../../src/extension/api/windowLeadership';
import { socketPath } from '../../../src/extension/api/windowSocket';
import type { Log } from '../../../src/extension/log';
import { readOwner, thisProcess } from '../../../src/extension/store/owner';

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message) => {
    throw new Error(message);
  },
};

/** Resolves when a window comes into a state; fails by mocha's time-out if it never does. */
function reaches(
  window: WindowLeadership,
  isWanted: (state: LeadershipState) => boolean,
): Promise<LeadershipState> {
  return new Promise((resolve) => {
    const check = (state: LeadershipState) => {
      if (isWanted(state)) {
        subscription.dispose();
        resolve(state);
      }
    };
    const subscription = window.onDidChangeState(check);
    check(window.state);
  });
}
const isRole = (role: LeadershipState['role']) => (state: LeadershipState) => state.role === role;

describe('WindowLeadership', () => {
  let folder: string;
  const windows: WindowLeadership[] = [];

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'leadership-test-')), 'history');
  });
  afterEach(async () => {
    await Promise.all(windows.splice(0).map((window) => window.close()));
    fs.rmSync(path.dirname(folder), { recursive: true });
  });

  function open(options: Partial<LeadershipOptions> = {}): WindowLeadership {
    const window = new WindowLeadership({ folder, log: silent, guardEveryMs: 20, ...options });
    // A follower reads its socket, or it would not see it close.
    window.onDidBecomeFollower((socket) => socket.resume());
    windows.push(window);
    window.start();
    return window;
  }

  it('makes the first window lead and the others follow', async () => {
    const first = open();
    await reaches(first, isRole('leader'));
    const others = [open(), open()];
    await Promise.all(others.map((window) => reaches(window, isRole('follower'))));

    assert.equal(first.state.role, 'leader');
  });

  it('makes one of several that start at once lead', async () => {
    const all = [open(), open(), open(), open()];
    await Promise.all(all.map((window) => reaches(window, ({ role }) => role !== 'searching')));

    assert.deepEqual(all.map(({ state }) => state.role).sort(), [
      'follower',
      'follower',
      'follower',
      'leader',
    ]);
  });

  it('lets a follower lead within 2 s when the leader closes, and leaves nothing at the end', async () => {
    const first = open();
    await reaches(first, isRole('leader'));
    const second = open();
    await reaches(second, isRole('follower'));
    const file = await socketPath(folder);
    const begun = Date.now();

    await first.close();
    await reaches(second, isRole('leader'));

    assert.ok(Date.now() - begun < 2_000);
    await second.close();
    assert.deepEqual(fs.readdirSync(folder), []);
    assert.ok(!fs.existsSync(file));
  });

  it('hands the sockets of followers over, also those that came before anybody served', async () => {
    const leader = open();
    await reaches(leader, isRole('leader'));
    const early = open();
    await reaches(early, isRole('follower'));
    const served: net.Socket[] = [];
    leader.serve((socket) => served.push(socket));
    const late = open();
    await reaches(late, isRole('follower'));

    assert.equal(served.length, 2);
    served.forEach((socket) => socket.resume());
  });

  it('makes its socket anew when a cleaner removes it', async () => {
    const leader = open();
    await reaches(leader, isRole('leader'));
    const follower = open();
    await reaches(follower, isRole('follower'));
    fs.rmSync(await socketPath(folder));

    const late = open();
    await reaches(late, isRole('follower'));

    assert.equal(leader.state.role, 'leader');
    assert.equal(follower.state.role, 'follower');
  });

  it('steps down when another window owns the history, and follows or leads again later', async () => {
    const leader = open();
    const state = await reaches(leader, isRole('leader'));
    const lost = new Promise<void>((resolve) => leader.onDidLoseLead(resolve));
    fs.writeFileSync(
      path.join(folder, 'owner.json'),
      JSON.stringify({ pid: process.pid, host: 'elsewhere', nonce: 'other', at: Date.now() }),
    );

    await lost;
    const searching = await reaches(
      leader,
      (now) => now.role === 'searching' && now.message !== undefined,
    );
    assert.match(searching.role === 'searching' ? (searching.message ?? '') : '', /elsewhere/);
    assert.equal((await readOwner(folder)).record?.nonce, 'other');

    fs.rmSync(path.join(folder, 'owner.json'));
    const again = await reaches(leader, isRole('leader'));
    assert.notDeepEqual(again, state);
  });

  it('leads at once over a socket and an owner that a killed window left', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const file = await socketPath(folder);
    const dead = { ...thisProcess, isAlive: () => false };
    fs.writeFileSync(
      path.join(folder, 'owner.json'),
      JSON.stringify({ pid: 1, host: thisProcess.host, nonce: 'dead', at: Date.now() }),
    );
    fs.writeFileSync(file, '');

    await reaches(open({ self: dead }), isRole('leader'));
  });

  it('does not join who speaks another protocol, and says so', async () => {
    const leader = open({ protocol: 1 });
    await reaches(leader, isRole('leader'));
    const newer = open({ protocol: 2 });

    const state = await reaches(
      newer,
      (now) => now.role === 'searching' && now.message !== undefined,
    );

    assert.match(state.role === 'searching' ? (state.message ?? '') : '', /another version/);
  });

  it('turns away who does not know the nonce', async () => {
    await reaches(open(), isRole('leader'));
    const stranger = net.connect(await socketPath(folder));
    stranger.write(`${JSON.stringify({ protocol: 1, nonce: 'guess' })}\n`);

    const answer = await new Promise<string>((resolve) => {
      let text = '';
      stranger.on('data', (data) => (text += data.toString()));
      stranger.on('close', () => {
        resolve(text);
      });
    });

    assert.equal(answer, '');
  });

  it('waits for a leader that accepts but does not answer: it may wake', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const file = await socketPath(folder);
    const sockets: net.Socket[] = [];
    const frozen = net.createServer((socket) => {
      sockets.push(socket.pause());
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => frozen.listen(file, resolve));

    const window = open();
    const state = await reaches(
      window,
      (now) => now.role === 'searching' && now.message !== undefined,
    );

    assert.match(state.role === 'searching' ? (state.message ?? '') : '', /does not answer/);
    assert.equal((await readOwner(folder)).record, null);
    await window.close();
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => frozen.close(resolve));
  });

  it('keeps the socket path short, private and its own for each folder', async () => {
    const before = process.env['XDG_RUNTIME_DIR'];
    process.env['XDG_RUNTIME_DIR'] = path.join(os.tmpdir(), 'x'.repeat(80));
    try {
      fs.mkdirSync(folder, { recursive: true });
      const file = await socketPath(folder);
      assert.ok(Buffer.byteLength(file) < 90);
      assert.equal(fs.statSync(path.dirname(file)).mode & 0o777, 0o700);
      assert.notEqual(await socketPath(path.dirname(folder)), file);
    } finally {
      if (before === undefined) {
        delete process.env['XDG_RUNTIME_DIR'];
      } else {
        process.env['XDG_RUNTIME_DIR'] = before;
      }
    }
  });
});
