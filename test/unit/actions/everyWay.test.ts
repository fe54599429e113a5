/** Every action by every way: there is one gate, and nothing goes round it. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../../scripts/project/paths.mjs';
import { commandId } from '../../../src/extension/commands/commandIds';
import { actionKinds, type ActionKind, type ClusterAction } from '../../../src/shared/model/action';
import { caseOf } from './actionCases';
import { ActionBench, clusterId, textOf } from './support';
import { entrances, personWays, wayNames, Windows, type Ended, type Way } from './ways';

const readOnly = '00000000-0000-4000-8000-000000000001';
const withoutRights = '00000000-0000-4000-8000-000000000002';
/** A tool only reads: what it is asked never ends as an action. */
const sendingWays = wayNames.filter((way) => way !== 'tool');

describe('every action by every way', function () {
  this.timeout(120_000);
  let bench: ActionBench;
  let windows: Windows;

  before(async () => {
    bench = await ActionBench.start(
      { scenario: 'compaction', manualClock: true },
      {},
      {
        // A follower: the leader must be found, or be forwarded to.
        frontend: 1,
        more: [
          { id: readOnly, name: 'looked at', access: 'read-only' },
          { id: withoutRights, name: 'without rights', user: 'node_only' },
        ],
      },
    );
    for (const id of [clusterId, withoutRights]) {
      await bench.knowsVersion(id);
    }
    for (const id of [clusterId, readOnly, withoutRights]) {
      // What they ask besides would only take time.
      await bench.api.setPaused(id, true);
    }
    windows = await Windows.open(bench.api);
  });

  after(async () => {
    windows.close();
    await bench.stop();
  });

  beforeEach(async () => {
    await bench.control.forgetLog();
  });

  /** With something that is not there, which is enough where it is not to come so far. */
  const eachWay = async (
    check: (way: Way, action: ClusterAction, about: string) => Promise<void>,
    kinds: readonly ActionKind[] = actionKinds,
  ): Promise<void> => {
    for (const kind of kinds) {
      await Promise.all(
        sendingWays.map((way) => check(way, caseOf(kind).gone, `${kind} by ${way}`)),
      );
    }
  };

  for (const kind of actionKinds) {
    it(`${kind} changes the cluster by each way, asked by way of a follower`, async () => {
      const { target, isDone, takesTime } = caseOf(kind);
      for (const way of sendingWays) {
        const action = await target(bench);
        const about = `${kind} by ${way}`;
        await bench.control.forgetLog();
        assert.equal(isDone(await bench.truth(), action), false, `${about} was done before`);

        const asked = windows.ask(way, { cluster: clusterId, action });
        if (takesTime === true) {
          await letItEnd(asked);
        }
        const { outcome, seen } = await asked;

        assert.equal(outcome?.state, 'done', about);
        assert.equal(isDone(await bench.truth(), action), true, `${about} changed nothing`);
        const sent = await bench.changes();
        const shown = personWays.includes(way) ? [`prod: ${sent.join('; ')}`, 'done'] : [];
        assert.deepEqual(seen, shown, `${about}: what was sent is what was shown`);
      }
    });
  }

  /** Once the statement is sent, the cluster's clock goes on by a second. */
  async function letItEnd(asked: Promise<Ended>): Promise<void> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    asked.then(over, over);
    const isWaiting = (): boolean => !isOver;
    while (isWaiting() && (await bench.changes()).length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await bench.control.advance(1000);
  }

  it('refuses all of them on a read-only cluster, and nobody is asked', async () => {
    await eachWay(async (way, action, about) => {
      const { outcome, seen } = await windows.ask(way, { cluster: readOnly, action });
      assert.equal(outcome?.state, 'refused', about);
      assert.equal(outcome.text.id, 'action.why.readOnly', about);
      assert.deepEqual(seen, personWays.includes(way) ? ['action.why.readOnly'] : [], about);
    });
    assert.deepEqual(await bench.sent(), []);
  });

  it('sends nothing that nobody agreed to', async () => {
    await eachWay(async (way, action, about) => {
      const { outcome } = await windows.ask(way, { cluster: clusterId, action, agrees: false });
      // A dialog is cancelled; code that sends no statements back is refused.
      const expected = personWays.includes(way) ? undefined : 'action.why.notWhatWasShown';
      assert.equal(outcome?.text.id, expected, about);
    });
    assert.deepEqual(await bench.sent(), []);
  });

  it('sends nothing for a language model, which has tools to read alone', async () => {
    await windows.ask('tool', { cluster: clusterId, action: caseOf('killSession').gone });
    assert.deepEqual(await bench.sent(), []);
  });

  it('names what is not there any more', async () => {
    await eachWay(async (way, action, about) => {
      const { outcome } = await windows.ask(way, { cluster: clusterId, action });
      assert.ok(outcome !== undefined, about);
      assert.ok(['gone', 'failed'].includes(outcome.state), `${about}: ${outcome.state}`);
      const name = /nothing_here|0000|\b1\b/;
      assert.match(textOf(outcome), name, about);
    });
    const rounds = (await bench.control.log()).filter(({ statement }) =>
      /^select/i.test(statement),
    );
    assert.deepEqual(rounds, [], 'a paused cluster is asked for nothing besides');
  });

  it('says which right is missing, and changes nothing', async () => {
    for (const kind of actionKinds) {
      const { target, isDone } = caseOf(kind);
      const action = await target(bench);
      for (const way of sendingWays) {
        const { outcome } = await windows.ask(way, { cluster: withoutRights, action });
        assert.equal(outcome?.state, 'failed', `${kind} by ${way}`);
        assert.match(textOf(outcome), /privilege|denied/i, `${kind} by ${way}`);
      }
      assert.equal(isDone(await bench.truth(), action), false, kind);
    }
  });

  it('says that there is no leader, where one is needed', async () => {
    await bench.control.disturb({ happen: { kind: 'noLeader' } });
    for (const kind of actionKinds.filter((each) => caseOf(each).byLeader)) {
      for (const way of sendingWays) {
        const { outcome } = await windows.ask(way, {
          cluster: clusterId,
          action: caseOf(kind).gone,
        });
        assert.equal(outcome?.state, 'failed', `${kind} by ${way}`);
        assert.match(textOf(outcome), /leader/i, `${kind} by ${way}`);
      }
    }
  });
});

describe('the ways to the gate', () => {
  it('are all known here: whoever plans, runs or asks for an action', () => {
    const mark =
      /\b(planAction|runAction|requestAction|actionFlow|actionCommand)\(|\bstore\.act\(|kind: 'act'|\bnew ActionGate\(/;
    const found = sources(path.join(root, 'src')).filter((file) =>
      mark.test(fs.readFileSync(path.join(root, file), 'utf8')),
    );
    const known = new Set([...Object.keys(entrances), ...declarations]);
    assert.deepEqual(
      found.filter((file) => !known.has(file)),
      [],
    );
    assert.deepEqual(
      Object.keys(entrances).filter((file) => !found.includes(file)),
      [],
    );
  });

  it('are a command of each kind, in the palette', () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: {
        commands: readonly { command: string }[];
        menus: Readonly<Record<string, readonly { command: string; when?: string }[]>>;
      };
    };
    const { commands, menus } = manifest.contributes;
    const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
    for (const id of actionKinds.map(commandId)) {
      assert.ok(
        commands.some(({ command }) => command === id),
        id,
      );
      assert.ok(
        hidden.every(({ command }) => command !== id),
        id,
      );
    }
  });
});

/** They say what the methods and the message are, and call nothing. */
const declarations = ['src/shared/api.ts', 'src/shared/protocol.ts'];

/** Paths from the root, with `/`. */
function sources(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.relative(root, path.join(folder, file)).replaceAll(path.sep, '/'));
}
