import type { AdvisedSetting, CompactionAdvice } from '../../shared/model/compactionAdvice';
import { renderPhrase } from '../../shared/format';
import { Block } from '../components/sectionFrame';
import { locale, t } from '../text';

/** Signs of slow compaction with what helps; the page changes nothing. */
export function CompactionAdviceList({ advice }: { advice: readonly CompactionAdvice[] }) {
  return advice.length === 0 ? null : (
    <Block title={t('panel.compaction.advice')}>
      <ul class="advice" data-testid="compaction-advice">
        {advice.map(({ sign, evidence, action, setting }) => (
          <li key={sign}>
            {renderPhrase(evidence, locale.value)}{' '}
            <span class="muted">{renderPhrase(action, locale.value)}</span>
            {setting === null ? null : <Changes setting={setting} />}
          </li>
        ))}
      </ul>
      <p class="muted">{t('panel.compaction.diagnose')}</p>
    </Block>
  );
}

function Changes({ setting: { key, changes } }: { setting: AdvisedSetting }) {
  return (
    <>
      {changes.map(({ backend, present, suggested }) => (
        <code key={backend ?? ''} class="advice-change">
          {t('panel.compaction.change', {
            key,
            present: quoted(present),
            suggested: quoted(suggested),
          })}
        </code>
      ))}
    </>
  );
}

/** An empty value is a value: it must be seen. */
const quoted = (value: string): string => (value === '' ? '""' : value);
