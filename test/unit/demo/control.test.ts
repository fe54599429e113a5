import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import { advance, startManual, truthOf } from './client';

describe('control port of a demo cluster', () => {
  let cluster: DemoCluster;

  before(async () => {
    cluster = await startManual();
  });

  after(async () => {
    await cluster.stop();
  });

  it('moves a clock that stands still', async () => {
    const before = await truthOf(cluster.info);
    await advance(cluster.info, 5000);
    const after = await truthOf(cluster.info);
    assert.equal(after.clock.now - before.clock.now, 5000);
    assert.equal(after.clock.rate, 0);
    assert.equal((await truthOf(cluster.info, before.at)).at, before.at);
  });

  it('streams the past as one JSON object a line', async () => {
    const text = await (await fetch(`${cluster.info.control}/past?hours=6`)).text();
    const lines = text.trimEnd().split('\n');
    assert.ok(lines.length > 80);
    for (const line of lines) {
      const slot = JSON.parse(line) as { ts: number; values: Record<string, unknown> };
      assert.ok(slot.ts > 0 && 'query.qps' in slot.values);
    }
  });

  it('refuses pages of a browser and foreign host names', async () => {
    const statusWith = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${cluster.info.control}/truth`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    assert.equal(await statusWith({ origin: 'http://evil.example' }), 403);
    assert.equal(await statusWith({ host: 'evil.example' }), 403);
    assert.equal(await statusWith({}), 200);
  });

  it('says what is wrong with a request', async () => {
    const wrong = await fetch(`${cluster.info.control}/truth?at=yesterday`);
    assert.equal(wrong.status, 400);
    assert.match(await wrong.text(), /at must be a number/);
    assert.equal((await fetch(`${cluster.info.control}/nope`)).status, 404);
  });
});
