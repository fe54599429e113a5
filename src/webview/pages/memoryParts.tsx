import { useComputed } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { formatBytes } from '../../shared/format';
import type { NodeId } from '../../shared/ids';
import type { NodeMemory } from '../../shared/model/nodeDetails';
import { minuteMs } from '../../shared/time';
import { askWhile } from '../components/askWhile';
import { usePage } from '../components/context';
import { Block } from '../components/sectionFrame';
import { locale, t } from '../text';

type State = { readonly rows?: readonly NodeMemory[]; readonly failure?: string };

/** What the memory of a node is made of, the largest part first; parts are never summed up. */
export function MemoryParts({ node }: { node: NodeId }) {
  const { store } = usePage();
  const [state, setState] = useState<State>({});
  const isPast = store.view.value.at !== undefined;
  const minute = useComputed(() => Math.floor(store.now.value / minuteMs)).value;
  useEffect(() => {
    if (isPast) {
      return undefined;
    }
    const args = { table: 'memoryParts', query: { offset: 0, limit: 50, node } } as const;
    return askWhile(
      (signal) => store.ask({ method: 'getRows', args }, signal),
      // Rows of this table, as the question names it.
      ({ rows }) => {
        setState({ rows: rows as readonly NodeMemory[] });
      },
      (failure) => {
        setState({ failure });
      },
    );
  }, [store, node, isPast, minute]);
  return (
    <Block title={t('panel.page.memory')} detail={isPast ? '' : wholeText(state)}>
      {isPast ? (
        <p class="quiet">{t('reason.not-recorded')}</p>
      ) : state.failure !== undefined ? (
        <p class="quiet">{t('panel.page.memoryUnknown', { why: state.failure })}</p>
      ) : state.rows === undefined ? (
        <p class="quiet">{t('panel.box.waiting', { what: t('panel.page.memory') })}</p>
      ) : (
        <Parts parts={state.rows.filter(({ part }) => part !== 'process')} />
      )}
    </Block>
  );
}

const bytesText = (value: number) => formatBytes(value, locale.value);

function wholeText({ rows }: State): string {
  const whole = rows?.find(({ part }) => part === 'process');
  return whole === undefined ? '' : t('panel.page.ofProcess', { size: bytesText(whole.bytes) });
}

function Parts({ parts }: { parts: readonly NodeMemory[] }) {
  if (parts.length === 0) {
    return <p class="quiet">{t('panel.page.noMemory')}</p>;
  }
  return (
    <dl class="page-figures" data-testid="memory-parts">
      {parts.map(({ part, bytes }) => (
        <div key={part} data-part={part}>
          <dt>{part === 'process' ? '' : t(`panel.memory.${part}`)}</dt>
          <dd>{bytesText(bytes)}</dd>
        </div>
      ))}
    </dl>
  );
}
