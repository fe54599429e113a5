import type { PanelCommand } from '../../shared/protocol';
import { t } from '../text';
import { usePage } from './context';
import type { MenuItem } from './menu';
import { Menu } from './menu';

/** The rest of the actions, and the other clusters. */
export function MoreMenu() {
  const { store } = usePage();
  const command = (icon: string, label: string, name: PanelCommand): MenuItem => ({
    id: name,
    icon,
    label,
    run: () => {
      store.command(name);
    },
  });
  const others = store.clusters.value
    .filter(({ id }) => id !== store.header.value?.clusterId)
    .map(({ id, name }): MenuItem => ({
      id,
      icon: 'database',
      label: t('panel.menu.switchTo', { name }),
      run: () => {
        store.command('switchCluster', id);
      },
    }));
  return (
    <Menu
      label={t('panel.header.more')}
      items={[
        command('file-text', t('panel.menu.exportReport'), 'exportReport'),
        command('plug', t('panel.menu.testConnection'), 'testConnection'),
        command('output', t('panel.menu.openLog'), 'openLog'),
        command('add', t('panel.menu.addCluster'), 'addCluster'),
        ...(others.length === 0 ? [] : (['separator', ...others] as const)),
      ]}
    />
  );
}
