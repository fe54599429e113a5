import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './controls';

export type MenuItem =
  | {
      readonly id: string;
      /** Codicon name; of an item that is on or off, the check says so. */
      readonly icon?: string;
      readonly checked?: boolean;
      readonly label: string;
      readonly run: () => void;
    }
  | 'separator';

/** A button with a menu. Arrow keys move, Escape closes and gives the focus back. */
export function Menu({
  label,
  items,
  icon = 'ellipsis',
}: {
  label: string;
  items: readonly MenuItem[];
  icon?: string;
}) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!open) {
      return undefined;
    }
    menu.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
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
    const entries = [...(menu.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const index = entries.findIndex((entry) => entry === document.activeElement);
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : entries.length - 1;
      entries[(index + step) % entries.length]?.focus();
    }
  };

  return (
    <div class="menu-anchor" onKeyDown={onKey}>
      <IconButton
        icon={icon}
        label={label}
        expanded={open}
        innerRef={opener}
        onClick={() => {
          setOpen(!open);
        }}
      />
      {open ? (
        <div class="menu" role="menu" aria-label={label} ref={menu}>
          {items.map((item, index) =>
            item === 'separator' ? (
              <hr key={index} />
            ) : (
              <button
                key={item.id}
                type="button"
                {...(item.checked === undefined
                  ? { role: 'menuitem' as const }
                  : { role: 'menuitemcheckbox' as const, 'aria-checked': item.checked })}
                onClick={() => {
                  close();
                  item.run();
                }}
              >
                <span
                  class={`codicon codicon-${item.icon ?? (item.checked === true ? 'check' : 'blank')}`}
                  aria-hidden="true"
                />
                {item.label}
              </button>
            ),
          )}
        </div>
      ) : null}
    </div>
  );
}
