import assert from 'node:assert/strict';
import { phrasesEn, type PhraseId } from '../../../src/shared/phrases.en';
import { phrasesZhCn } from '../../../src/shared/phrases.zh-cn';
import { unknownReasons } from '../../../src/shared/reading';

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('phrases', () => {
  const ids = Object.keys(phrasesEn) as PhraseId[];

  it('have the same placeholders in both languages', () => {
    const unique = (text: string) => [...new Set(placeholders(text))];
    const different = ids.filter(
      (id) => unique(phrasesEn[id]).join() !== unique(phrasesZhCn[id]).join(),
    );
    assert.deepEqual(different, []);
  });

  it('have the same ids in both languages, and none twice', () => {
    assert.deepEqual(Object.keys(phrasesZhCn).sort(), [...ids].sort());
  });

  it('are not empty and use no malformed placeholder', () => {
    const bad = ids.filter((id) =>
      [phrasesEn[id], phrasesZhCn[id]].some(
        (text: string) => text.trim() === '' || /[{}]/.test(text.replace(/\{\w+\}/g, '')),
      ),
    );
    assert.deepEqual(bad, []);
  });

  it('have words for every reason', () => {
    assert.ok(unknownReasons.every((why) => `reason.${why}` in phrasesEn));
  });

  it('do not shout, apologise or plead', () => {
    const bad = ids.filter((id) => /!|oops|please|sorry/i.test(phrasesEn[id]));
    assert.deepEqual(bad, []);
  });
});
