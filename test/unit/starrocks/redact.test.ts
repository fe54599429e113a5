import assert from 'node:assert/strict';
import { redact } from '../../../src/extension/starrocks/redact';

describe('redact', () => {
  it('removes the given secrets, the longest first', () => {
    assert.equal(redact('a geheim2 b geheim c', ['geheim', 'geheim2']), 'a *** b *** c');
  });

  it('removes what looks like a password', () => {
    const texts = [
      "CREATE USER u IDENTIFIED BY 'S3cret'",
      "IDENTIFIED WITH mysql_native_password AS '*S3cret'",
      "SET PASSWORD FOR u = PASSWORD('S3cret')",
      'ssl_keystore_password = S3cret',
      '{"password":"S3cret","user":"u"}',
      '"aws.s3.secret_key" = "S3cret"',
      'http://u:S3cret@host:8030/metrics',
      'Authorization: Basic S3cret',
    ];
    for (const text of texts) {
      assert.ok(!redact(text).includes('S3cret'), text);
    }
  });

  it('leaves other words alone', () => {
    const text = "Access denied for user 'bob' (using password: YES)";
    assert.equal(redact(text), text);
    assert.equal(redact('SHOW FRONTENDS', ['']), 'SHOW FRONTENDS');
  });
});
