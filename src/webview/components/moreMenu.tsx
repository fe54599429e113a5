import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelCommand } from '../../shared/protocol';
import { t } from '../text';
import { IconButton } from './controls';
import { usePage } from './context';

/** The rest of the actions, and the other clusters. Arrow keys move, Escape closes and gives the focus back. */
export function MoreMenu() {
  const { store } = usePage();
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!open) {
      return undefined;
    }
    menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const closeOutside = (event: Event) => {
      if (
        event.target instanceof Node &&
        menu.current?.parentElement?.contains(event.target) !== true
      ) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const index = items.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : items.length - 1;
      items[(index + step) % items.length]?.focus();
    }
  };
  const item = (icon: string, label: string, run: () => void, key: string) => (
    <button
      key={key}
      type="button"
      role="menuitem"
      onClick={() => {
        close();
        run();
      }}
    >
      <span class={`codicon codicon-${icon}`} aria-hidden="true" />
      {label}
    </button>
  );
  const command = (icon: string, label: string, name: PanelCommand) =>
    item(
      icon,
      label,
      () => {
        store.command(name);
      },
      name,
    );
  const others = store.clusters.value.filter(({ id }) => id !== store.header.value?.clusterId);

  return (
    <div class="menu-anchor" onKeyDown={onKey}>
      <IconButton
        icon="ellipsis"
        label={t('panel.header.more')}
        expanded={open}
        innerRef={opener}
        onClick={() => {
          setOpen(!open);
        }}
      />
      {open ? (
        <div class="menu" role="menu" ref={menu}>
          {command('plug', t('panel.menu.testConnection'), 'testConnection')}
          {command('output', t('panel.menu.openLog'), 'openLog')}
          {command('add', t('panel.menu.addCluster'), 'addCluster')}
          {others.length === 0 ? null : <hr />}
          {others.map(({ id, name }) =>
            item(
              'database',
              t('panel.menu.switchTo', { name }),
              () => {
                store.command('switchCluster', id);
              },
              id,
            ),
          )}
        </div>
      ) : null}
    </div>
  );
}
