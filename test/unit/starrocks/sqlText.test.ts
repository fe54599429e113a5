import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  integerLiteral,
  quoteIdentifier,
  quoteLiteral,
  withOrigin,
} from '../../../src/extension/starrocks/sqlText';

/** What a lexer reads from a literal: the inverse that the server applies. */
function readLiteral(literal: string): { value: string; rest: string } {
  const codes: Record<string, string> = {
    '0': '\0',
    b: '\b',
    t: '\t',
    n: '\n',
    r: '\r',
    Z: '\x1a',
  };
  let value = '';
  for (let i = 1; i < literal.length; i += 1) {
    const char = literal[i] ?? '';
    if (char === '\\') {
      i += 1;
      const next = literal[i] ?? '';
      value += codes[next] ?? next;
    } else if (char === "'") {
      return { value, rest: literal.slice(i + 1) };
    } else {
      value += char;
    }
  }
  return { value, rest: 'not closed' };
}

const pieces = [
  '`',
  "'",
  '"',
  '\\',
  '*/',
  '/*',
  '\0',
  '\n',
  '\r',
  '\x1a',
  '😀',
  '日',
  ';',
  '--',
  'a',
  '%',
];
const nasty = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));

describe('integerLiteral', () => {
  it('leaves digits alone and quotes everything else', () => {
    assert.equal(integerLiteral('9223372036854775807'), '9223372036854775807');
    for (const text of ['', '-1', '1 OR 1=1', '1\n2', '１']) {
      assert.equal(integerLiteral(text), quoteLiteral(text));
    }
  });
});

describe('quoteLiteral', () => {
  it('makes every text one literal that reads back as the text', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
        assert.deepEqual(readLiteral(quoteLiteral(text)), { value: text, rest: '' });
      }),
    );
  });

  it('leaves no raw NUL and no raw line end', () => {
    assert.equal(quoteLiteral('a\0b\nc'), "'a\\0b\\nc'");
  });
});

describe('quoteIdentifier', () => {
  it('makes every name one identifier that reads back as the name', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (name) => {
        const quoted = quoteIdentifier(name);
        const inner = quoted.slice(1, -1);
        assert.equal(quoted[0], '`');
        assert.equal(quoted.at(-1), '`');
        assert.ok(!inner.replaceAll('``', '').includes('`'));
        assert.equal(inner.replaceAll('``', '`'), name);
      }),
    );
  });
});

describe('withOrigin', () => {
  it('names the source in a comment that nothing can end early', () => {
    assert.equal(
      withOrigin('frontends', 'SHOW FRONTENDS'),
      '/* starrocks-overview:frontends */ SHOW FRONTENDS',
    );
    assert.equal(withOrigin('x */ DROP TABLE t /*', 'SELECT 1').split('*/').length, 2);
  });
});
