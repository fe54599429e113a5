import type { Locale } from './format';
import { renderPhrase } from './format';
import { hostOf, isNode, subjectName } from './ids';
import { actionKinds } from './model/action';
import type { ToldEvent } from './model/trends';
import { phrase } from './phrase';
import type { PhraseId } from './phrases.en';
import { isRuleId } from './thresholds';

const nodeName = (detail: string) => (isNode(detail) ? hostOf(detail) : detail);

/** What happened, in one line; a rule this page does not know is named by its id. */
export function eventText(event: ToldEvent, locale: Locale): string {
  const say = (id: PhraseId, args: Parameters<typeof phrase>[1] = {}) =>
    renderPhrase(phrase(id, args), locale);
  if (event.kind === 'rolling-restart') {
    const { nodes, at, to } = event;
    return say('panel.event.rolling-restart', {
      n: nodes.length,
      d: { ms: to - at },
      first: nodeName(nodes[0] ?? ''),
      last: nodeName(nodes.at(-1) ?? ''),
    });
  }
  const detail = event.detail ?? '';
  if (event.kind === 'action') {
    return actionText(detail, locale);
  }
  const rule = isRuleId(detail) ? say(`panel.rule.${detail}`) : nodeName(detail);
  const node = event.node === undefined ? '' : subjectName(event.node);
  return say(`panel.event.${event.kind}`, { node, rule }).trim();
}

function actionText(detail: string, locale: Locale): string {
  const [word = '', end = ''] = detail.split(' ');
  const kind = actionKinds.find((each) => each === word);
  const action = kind === undefined ? word : renderPhrase(phrase(`action.title.${kind}`), locale);
  const id = end === 'done' ? 'panel.event.action' : 'panel.event.actionNot';
  return renderPhrase(phrase(id, { action }), locale);
}
