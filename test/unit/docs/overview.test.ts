/** What is written from the code is up to date, and what the product answers is what it says. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import { figureNotes } from '../../../src/shared/figureNotes';
import { phrasesEn } from '../../../src/shared/phrases.en';
import { overviewMarkdown } from '../../docs/overviewMarkdown';
import { ownReasons, unnoted } from '../../oracle/readingsIn';
import type { Schema } from '../../docs/overviewSchema';
import { writtenDocs, type WrittenDocs } from '../../docs/writtenDocs';
import { Chain, type ChainOptions } from '../oracle/support/chain';

const root = path.resolve(__dirname, '../../..');

describe('docs/overview.md and its schema', function () {
  this.timeout(120_000);
  let docs: WrittenDocs;
  let validate: ValidateFunction;

  before(async () => {
    docs = await writtenDocs(root);
    validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(docs.schema);
  });

  it('are what the types say now; else run npm run docs', () => {
    for (const [file, text] of docs.files) {
      assert.equal(fs.readFileSync(path.join(root, file), 'utf8') === text, true, file);
    }
  });

  it('are not written while a field has no docstring', () => {
    const text = JSON.stringify(docs.schema);
    const about = /"description":"Rows with Alive = true; [^"]*"/;
    assert.match(text, about);
    const without = JSON.parse(text.replace(about, '"description":""')) as Schema;
    assert.throws(
      () => overviewMarkdown(without, figureNotes),
      /these of health mean: `frontends\.alive`/,
    );
  });

  it('tell of each figure where it comes from, or why it never is known', () => {
    for (const [field, { sources, unknown }] of Object.entries(figureNotes)) {
      assert.ok(sources.length + unknown.length > 0, field);
      assert.deepEqual(
        sources.filter((source) => !(`source.${source}` in phrasesEn)),
        [],
        field,
      );
      assert.deepEqual(
        unknown.filter((why) => !ownReasons.includes(why)),
        [],
        field,
      );
    }
  });

  it('refuse a source and a reason that no note tells of', () => {
    const failed = { known: false, why: 'not-installed', since: 0 };
    const measured = { known: true, value: 0, observedAt: 0, source: 'mvs' };
    const denied = { known: false, why: 'denied', since: 0 };
    const kpis = { errorRate: failed, successRate: measured, slowRate: denied };
    assert.deepEqual(unnoted(kpis, 'kpis'), [
      'kpis.errorRate: is unknown (not-installed), which figureNotes.json does not say',
      'kpis.successRate: comes from mvs, which figureNotes.json does not say',
    ]);
  });

  const problemsOf = (overview: unknown): readonly string[] => {
    validate(JSON.parse(JSON.stringify(overview)));
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message ?? ''}`,
    );
  };

  const overviewOf = async (options: ChainOptions): Promise<ExtendedOverview> => {
    const chain = await Chain.start({ visible: true, ...options });
    try {
      await chain.rounds(2);
      return (await chain.overview()).overview;
    } finally {
      await chain.stop();
    }
  };

  const cases: readonly (readonly [what: string, options: ChainOptions])[] = [
    ['a shared-data cluster in a compaction crisis', { cluster: { scenario: 'compaction' } }],
    ['a shared-nothing cluster of 3.2', { cluster: { mode: 'shared_nothing', profile: '3.2' } }],
    ['a user who may see nothing', { user: 'nobody' }],
  ];
  for (const [what, options] of cases) {
    it(`describe every answer about ${what}`, async () => {
      assert.deepEqual(problemsOf(await overviewOf(options)), []);
    });
  }

  it('refuse an answer with a field too many, one too few, and a number that is a text', async () => {
    const overview = await overviewOf({});
    const { kpis } = overview.modules;
    assert.ok(kpis?.known === true);
    const { header: _header, ...headless } = overview;
    const wrong: readonly unknown[] = [
      { ...overview, extra: 1 },
      headless,
      { ...overview, at: 'now' },
      { ...overview, modules: { kpis: { ...kpis, value: { ...kpis.value, qps: 0 } } } },
    ];
    assert.deepEqual(
      wrong.map((each) => problemsOf(each).length > 0),
      [true, true, true, true],
    );
  });
});
