import assert from 'node:assert/strict';
import type { CauseReport, Suspect } from '../../../../src/shared/model/causes';
import { causeMarkdown, noCauseText, suspectText } from '../../../../src/webview/view/suspectText';

const from = Date.UTC(2026, 6, 14, 3);
const queries: Suspect = {
  kind: 'change',
  family: 'queries',
  series: 'query.qps',
  unit: 'perSecond',
  before: 100,
  during: 400,
};
const reportOf = (suspects: readonly Suspect[], rounds = 10): CauseReport => ({
  from,
  to: from + 600_000,
  beforeFrom: from - 600_000,
  rounds,
  roundsBefore: 10,
  suspects,
});

describe('suspects in words', () => {
  it('say on what they rest, and that they only coincide', () => {
    const { title, evidence } = suspectText(queries, 'en');
    assert.equal(title, 'More queries');
    assert.equal(evidence, 'query.qps: 100 /s → 400 /s on average · coincides');
  });

  it('name a share only where one is told', () => {
    const share = { node: 'fe:fe-2:9010', percent: 80 };
    assert.match(suspectText({ ...queries, share }, 'en').evidence, /80% of the rise on fe-2$/);
  });

  it('tell nothing that stands out from too little that is stored', () => {
    assert.equal(noCauseText(reportOf([queries]), 'en'), undefined);
    assert.match(noCauseText(reportOf([]), 'en') ?? '', /^No clear cause/);
    assert.match(noCauseText(reportOf([], 2), 'en') ?? '', /^Too little is stored.*2 rounds/);
  });

  it('are text in Markdown, whatever they are named', () => {
    const event = { at: from, kind: 'node-down', node: 'be:<b>|`x`:9050' } as const;
    const text = causeMarkdown(reportOf([{ kind: 'event', event }]), '[x](http://evil)', 'en');
    assert.doesNotMatch(text, /(?<!\\)<b|(?<!\\)\]\(|:\/\/|(?<!\\)`|(?<!\\)\|/);
  });
});
