import assert from 'node:assert/strict';
import { imageAge } from '../../../../src/extension/starrocks/sources/imageAge';

function read(text: string) {
  const reader = imageAge.open();
  reader.line(text);
  return reader.finish().value;
}

describe('imageAge', () => {
  it('reads when the image was written, be it told as text or as a number', () => {
    const told = { role: 'LEADER', current_journal_id: '21400', last_checkpoint_version: '7' };
    const at = 1_750_000_000_000;
    for (const last_checkpoint_time of [at, String(at)]) {
      assert.deepEqual(read(JSON.stringify({ ...told, last_checkpoint_time })), { writtenAt: at });
    }
  });

  it('knows that there is no image yet', () => {
    assert.deepEqual(read('{"last_checkpoint_time":"0"}'), { writtenAt: null });
  });

  it('takes an answer without the time for no answer', () => {
    for (const text of [
      '{}',
      '{"last_checkpoint_time":""}',
      '{"last_checkpoint_time":"-"}',
      '<p>',
    ]) {
      assert.throws(() => read(text), /last_checkpoint_time|no JSON object/, text);
    }
  });
});
