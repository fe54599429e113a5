import assert from 'node:assert/strict';
import {
  displayText,
  escapeIcons,
  escapeLinks,
  escapeMarkdown,
} from '../../../src/extension/views/displayText';

describe('displayText', () => {
  it('makes one line and takes out what a reader cannot see', () => {
    assert.equal(displayText('a\nb\u0000c\u202egnp.exe\u2066 d'), 'a b c gnp.exe d');
  });

  it('cuts by characters, never through an emoji', () => {
    assert.equal(displayText('🙂🙂🙂🙂', 3), '🙂🙂…');
  });

  it('keeps Chinese as it is', () => {
    assert.equal(displayText('生产集群'), '生产集群');
  });
});

describe('escapeIcons', () => {
  it('lets a name that looks like an icon stand for itself', () => {
    assert.equal(escapeIcons('$(error) x $(sync~spin)'), '\\$(error) x \\$(sync~spin)');
    assert.equal(escapeIcons('costs $(5 or so)'), 'costs $(5 or so)');
  });
});

describe('escapeLinks', () => {
  it('leaves no link that a notification would run', () => {
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)/;

    assert.doesNotMatch(escapeLinks('[ok](command:workbench.action.quit) [a](http://b)'), link);
  });
});

describe('escapeMarkdown', () => {
  const hostile = [
    '[click](command:evil)',
    '<img src=x onerror=alert(1)>',
    '| cell | break',
    '# head\n- list',
    '**bold** `code` ~~gone~~',
    'https://evil.example www.evil.example me@evil.example',
    '![pic](https://evil.example/x.png)',
    '$(error) &lt; \\',
  ];
  for (const text of hostile) {
    it(`leaves no markup in ${JSON.stringify(text)}`, () => {
      const escaped = escapeMarkdown(text);

      // Every punctuation mark is behind a backslash of ours, and reading it back gives the text.
      assert.doesNotMatch(escaped.replace(/\\[!-/:-@[-`{-~]/g, ''), /[!-/:-@[-`{-~]/);
      assert.equal(escaped.replace(/\\(.)/g, '$1'), displayText(text, 2_000));
    });
  }
});
