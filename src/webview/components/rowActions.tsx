import type { ActionKind, ClusterAction } from '../../shared/model/action';
import { t } from '../text';
import { usePage } from './context';

/** Codicon of each kind. */
const icons: Readonly<Record<ActionKind, string>> = {
  killQuery: 'debug-stop',
  killSession: 'debug-disconnect',
  killSleepers: 'debug-disconnect',
  cancelCompaction: 'circle-slash',
  compact: 'combine',
  refreshView: 'refresh',
  cancelRefresh: 'circle-slash',
  activateView: 'play',
  inactivateView: 'debug-disconnect',
  pauseRoutineLoad: 'debug-pause',
  resumeRoutineLoad: 'play',
  cancelLoad: 'circle-slash',
  cancelSchemaChange: 'circle-slash',
};

/** Buttons that ask the host to do something to one row; it shows what it would send first. */
export function RowActions({ actions }: { actions: readonly ClusterAction[] }) {
  const { store } = usePage();
  return (
    <>
      {actions.map((action) => (
        <button
          key={action.kind}
          type="button"
          class="row-action"
          data-testid={`action-${action.kind}`}
          data-tip={t(`action.title.${action.kind}`)}
          aria-label={t(`action.title.${action.kind}`)}
          onClick={() => {
            store.act(action);
          }}
        >
          <span class={`codicon codicon-${icons[action.kind]}`} aria-hidden="true" />
        </button>
      ))}
    </>
  );
}
