import assert from 'node:assert/strict';
import { RedactingLog } from '../../../src/extension/log';
import { redact } from '../../../src/extension/starrocks/redact';
import { MemoryLog } from './support';

describe('RedactingLog', () => {
  it('lets no protected secret through, on any level', () => {
    const sink = new MemoryLog();
    const log = new RedactingLog(sink, redact);
    log.protect('hunter22');

    log.debug('a hunter22');
    log.info('b hunter22');
    log.warn('c hunter22');
    log.error('d hunter22');

    assert.equal(sink.lines.length, 4);
    assert.ok(!sink.lines.join('\n').includes('hunter22'));
  });

  it('does not blank out words because of a very short password', () => {
    const sink = new MemoryLog();
    const log = new RedactingLog(sink, redact);
    log.protect('a');

    log.info('all nodes answer');

    assert.deepEqual(sink.lines, ['all nodes answer']);
  });
});
