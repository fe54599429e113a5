/** docs/compaction.md and the code must name the same signs, settings and marks. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PROFILES } from '../../../src/demo/profiles/profiles';
import { compactionSettings } from '../../../src/extension/overview/compactionMarks';
import { versionLimit } from '../../../src/extension/overview/storageLimits';
import {
  compactionSignIds,
  compactionSignMarks,
  compactionSigns,
} from '../../../src/shared/compactionSigns';
import { phrasesEn } from '../../../src/shared/phrases.en';
import { unknown } from '../../../src/shared/reading';
import { defaultThresholds } from '../../../src/shared/thresholds';

const text = fs.readFileSync(path.resolve(__dirname, '../../../docs/compaction.md'), 'utf8');

/** Cells of the table rows of a part of the document, without heading and rule. */
function tableIn(part: string): readonly (readonly string[])[] {
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const between = (from: string, to: string): string =>
  text.slice(text.indexOf(from), text.indexOf(to));

describe('docs/compaction.md', () => {
  it('has the table of signs that the advice uses', () => {
    const expected = compactionSignIds.map((id) => {
      const { runMode, setting } = compactionSigns[id];
      const place = setting?.role === 'fe' ? 'FE' : 'BE, CN';
      const target = setting?.standard === '' ? 'empty' : (setting?.standard ?? '');
      return [
        `\`${id}\``,
        runMode === 'shared_data' ? 'shared-data' : 'shared-nothing',
        phrasesEn[`compaction.sign.${id}`].replaceAll(/\{(\w+)\}/g, '…'),
        setting === null ? 'none' : `\`${setting.key}\` (${place})`,
        setting === null ? '' : setting.direction === 'raise' ? 'raise' : `set to ${target}`,
        phrasesEn[`compaction.action.${id}`],
      ];
    });
    assert.deepEqual(tableIn(between('<!-- signs -->', '<!-- /signs -->')), expected);
  });

  it('has the marks of the signs', () => {
    const said = between('Marks of the signs:', '## Diagnose').replaceAll(/\s+/g, ' ');
    const { queueSeconds, remoteTimes, failures, publishMs } = compactionSignMarks;
    assert.match(said, new RegExp(`more than ${queueSeconds} s for each part`));
    assert.match(said, new RegExp(`more than ${remoteTimes} times as much`));
    assert.match(said, new RegExp(`${failures} failures of one partition`));
    assert.match(said, new RegExp(`more than ${publishMs / 1000} s and not visible`));
  });

  it('has the marks that are assumed where the configuration cannot be read', () => {
    const marks = new Map(
      tableIn(between('## Marks', '## What slows')).map(([key, value, older]) => [
        key?.replaceAll('`', ''),
        [value, older],
      ]),
    );
    const denied = unknown('denied', 0);
    const assumed = compactionSettings(denied, defaultThresholds);
    const config = (id: string) => PROFILES.find((profile) => profile.id === id)!.frontendConfig;
    const of = (id: string, key: string) => String(Number(config(id)[key]?.[0]));
    for (const [key, value] of [
      ['lake_compaction_score_selector_min_score', assumed.selectorMin],
      ['lake_ingest_slowdown_threshold', assumed.slowdown],
      ['lake_compaction_score_upper_bound', assumed.upperBound],
    ] as const) {
      assert.deepEqual(marks.get(key), [String(value), of('3.2', key)], key);
    }
    assert.deepEqual(marks.get('lake_enable_ingest_slowdown'), [
      String(assumed.slowdownEnabled),
      config('3.2')['lake_enable_ingest_slowdown']?.[0],
    ]);
    assert.equal(marks.get('compactionCritical')?.[0], String(assumed.critical));
    assert.equal(marks.get('tablet_max_versions')?.[0], String(versionLimit(denied).max));
  });
});
