import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import {
  acquireOwner,
  isOwnedBy,
  readOwner,
  staleAfterMs,
} from '../../../src/extension/store/owner';
import type { Owner, OwnerSelf } from '../../../src/extension/store/owner';
import { start } from './support/historyFixture';

describe('acquireOwner', () => {
  let folder: string;
  let now = start;
  const alive = new Set<number>();
  const held: Owner[] = [];

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'owner-test-'));
    now = start;
    alive.clear();
  });
  afterEach(async () => {
    for (const owner of held.splice(0)) {
      await owner.release();
    }
    fs.rmSync(folder, { recursive: true });
  });

  const self = (pid: number, host = 'laptop'): OwnerSelf => {
    alive.add(pid);
    return { pid, host, now: () => now, isAlive: (other) => alive.has(other) };
  };
  const acquire = async (who: OwnerSelf): Promise<Owner | undefined> => {
    const acquired = await acquireOwner(folder, who);
    if (acquired.kind === 'refused') {
      return undefined;
    }
    held.push(acquired.owner);
    return acquired.owner;
  };
  const got = async (who: OwnerSelf): Promise<Owner> =>
    (await acquire(who)) ?? assert.fail('refused');

  it('gives a free folder to one of many that ask at once', async () => {
    const owners = await Promise.all([1, 2, 3, 4, 5, 6].map((pid) => acquire(self(pid))));

    assert.equal(owners.filter((owner) => owner !== undefined).length, 1);
    assert.deepEqual(fs.readdirSync(folder), ['owner.json']);
  });

  it('gives the folder of a dead owner to one of many that ask at once', async () => {
    await got(self(1));
    alive.delete(1);

    const owners = await Promise.all([2, 3, 4, 5, 6].map((pid) => acquire(self(pid))));

    const winners = owners.filter((owner) => owner !== undefined);
    assert.equal(winners.length, 1);
    assert.equal(await winners[0]?.isMine(), true);
    assert.deepEqual(fs.readdirSync(folder), ['owner.json']);
  });

  it('refuses while the owner lives and beats', async () => {
    const owner = await got(self(1));
    now += staleAfterMs - 1;
    await owner.beat();
    now += staleAfterMs;

    assert.equal(await acquire(self(2)), undefined);
    const { record } = await readOwner(folder);
    assert.deepEqual(record, {
      pid: 1,
      host: 'laptop',
      nonce: owner.nonce,
      at: start + staleAfterMs - 1,
    });
  });

  it('takes over when another process has the pid of the dead owner: its beat is old', async () => {
    const owner = await got(self(1));
    now += staleAfterMs + 1;

    const next = await got(self(2));

    assert.equal(await owner.isMine(), false);
    assert.equal(await next.isMine(), true);
  });

  it('judges an owner on another host by its beat alone', async () => {
    await got(self(1, 'other'));
    alive.delete(1);

    assert.equal(await acquire(self(2)), undefined);
    now += staleAfterMs + 1;
    assert.notEqual(await acquire(self(2)), undefined);
  });

  it('judges an unreadable file by its age', async () => {
    const file = path.join(folder, 'owner.json');
    fs.writeFileSync(file, '{"pid":1,');
    now = Date.now();
    assert.equal(await acquire(self(2)), undefined);

    const old = new Date(now - staleAfterMs - 1_000);
    fs.utimesSync(file, old, old);
    assert.notEqual(await acquire(self(2)), undefined);
  });

  it('keeps the beat and the release of a woken former owner away from the new one', async () => {
    const former = await got(self(1));
    now += staleAfterMs + 1;
    const owner = await got(self(2));
    const before = fs.readFileSync(path.join(folder, 'owner.json'), 'utf8');

    await former.beat();
    await former.release();
    held.splice(held.indexOf(former), 1);

    assert.equal(fs.readFileSync(path.join(folder, 'owner.json'), 'utf8'), before);
    assert.equal(await isOwnedBy(folder, owner.nonce), true);
  });

  it('leaves nothing after a release', async () => {
    const owner = await got(self(1));
    await owner.release();
    held.length = 0;

    assert.deepEqual(fs.readdirSync(folder), []);
    assert.equal(await owner.isMine(), false);
  });
});
