import assert from 'node:assert/strict';
import { AuditMemory } from '../../../src/extension/collect/auditMemory';
import { usualAuditColumns } from '../../../src/extension/starrocks/auditColumns';
import type { AuditedQuery } from '../../../src/extension/starrocks/sources/auditSlow';
import type { AuditLookup } from '../../../src/extension/starrocks/sources/auditTable';
import { dayMs, hourMs, minuteMs } from '../../../src/shared/time';

const lookup = (queryTimeoutMs: number | null): AuditLookup => ({
  found: { ok: true, name: 'a.b', quoted: '`a`.`b`', columns: usualAuditColumns },
  queryTimeoutMs,
});

const begin = Date.UTC(2026, 2, 3, 2, 0, 0);
const zone = 8 * hourMs;

const query = (queryId: string, startedAt: number, durationMs = 6000): AuditedQuery => ({
  queryId,
  startedAt,
  durationMs,
  failed: false,
  errorCode: null,
  user: 'etl',
  database: 'sales',
  frontend: null,
  resourceGroup: null,
  warehouse: null,
  pendingMs: null,
  scanBytes: null,
  scanRows: null,
  returnRows: null,
  cpuMs: null,
  memoryBytes: null,
  sql: 'SELECT 1',
});

class Asked {
  readonly memory = new AuditMemory();
  readonly #timeoutMs: number | null;

  constructor(timeoutMs: number | null = 300_000) {
    this.#timeoutMs = timeoutMs;
  }

  windows(now: number) {
    return this.memory.windows(lookup(this.#timeoutMs), now + zone, now);
  }

  answer(source: 'auditSlow' | 'auditMinutes', value: unknown, now: number): void {
    const base = { asked: '', form: 'f', via: 'fe:9030', tookMs: 1, rows: 1, receivedAtMono: now };
    this.memory.observe(
      { ...base, ok: true, source, value, askedAt: now, observedAt: now },
      this.windows(now),
    );
  }

  ids(): readonly string[] | undefined {
    return this.memory.history.slow?.queries.map(({ queryId }) => queryId);
  }
}

describe('AuditMemory', () => {
  it('begins with a day of what took long, and ten minutes of all', () => {
    const windows = new Asked().windows(begin);
    assert.equal(windows?.slow.fromWall, begin + zone - dayMs);
    assert.equal(windows.minutes.fromWall, begin + zone - 10 * minuteMs);
    assert.equal(windows.minutes.toWall, begin + zone);
    assert.equal(windows.again, undefined);
  });

  it('goes back as far as statements may take', () => {
    const asked = new Asked(25 * minuteMs);
    asked.answer('auditSlow', [], begin);
    const later = begin + minuteMs;
    assert.equal(asked.windows(later)?.slow.fromWall, begin + zone - 25 * minuteMs);
    const short = new Asked(30_000);
    short.answer('auditSlow', [], begin);
    assert.equal(short.windows(later)?.slow.fromWall, begin + zone - 10 * minuteMs);
  });

  it('reads the day again once an hour, for what ran longer than that', () => {
    const asked = new Asked(25 * minuteMs);
    asked.answer('auditSlow', [], begin);
    assert.equal(asked.windows(begin + 59 * minuteMs)?.again, undefined);
    const again = asked.windows(begin + hourMs)?.again;
    assert.equal(again?.minMs, 25 * minuteMs);
    assert.equal(again.fromWall, begin + hourMs + zone - dayMs);
    asked.answer('auditSlow', [], begin + hourMs);
    assert.equal(asked.windows(begin + hourMs + minuteMs)?.again, undefined);
  });

  it('keeps a statement once, however often it is told, and for a day', () => {
    const asked = new Asked();
    asked.answer('auditSlow', [query('a', begin - 1000), query('b', begin - 23 * hourMs)], begin);
    asked.answer('auditSlow', [query('a', begin - 1000), query('c', begin)], begin + minuteMs);
    assert.deepEqual([...(asked.ids() ?? [])].sort(), ['a', 'b', 'c']);
    asked.answer('auditSlow', [], begin + 2 * hourMs);
    assert.deepEqual([...(asked.ids() ?? [])].sort(), ['a', 'c']);
  });

  it('keeps the longest thousand', () => {
    const asked = new Asked();
    const many = Array.from({ length: 1200 }, (_, i) => query(`q${i}`, begin, 5000 + i));
    asked.answer('auditSlow', many, begin);
    assert.equal(asked.ids()?.length, 1000);
    assert.ok(asked.ids()?.includes('q1199') && !asked.ids()?.includes('q0'));
  });

  it('knows nothing before the first answer, and asks nothing without a table', () => {
    const { memory } = new Asked();
    assert.equal(memory.history.slow, undefined);
    const found = { ok: false, why: 'not-installed', message: '' } as const;
    assert.equal(memory.windows({ found, queryTimeoutMs: null }, begin, begin), undefined);
  });
});
