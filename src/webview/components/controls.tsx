import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import type { ComponentChildren, HTMLAttributes, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * The chrome controls. The toolkit is archived; it is known here and nowhere else, so that another
 * library replaces it by this file alone. Native elements do all the rest.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
  );
}

type ToolkitButton = HTMLAttributes<HTMLElement> & {
  appearance?: 'primary' | 'secondary' | 'icon';
  disabled?: boolean;
};

declare module 'preact' {
  // The toolkit's elements, as far as they are used.
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ToolkitButton;
      'vscode-dropdown': HTMLAttributes<HTMLElement>;
      'vscode-option': HTMLAttributes<HTMLElement> & { value?: string };
      'vscode-progress-ring': HTMLAttributes<HTMLElement>;
    }
  }
}

type ButtonProps = {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** Accessible name where the text alone does not tell several buttons apart. */
  readonly label?: string;
};

export function Button({
  onClick,
  children,
  primary = false,
  disabled = false,
  label,
}: ButtonProps) {
  return (
    <vscode-button
      appearance={primary ? 'primary' : 'secondary'}
      disabled={disabled}
      onClick={onClick}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {children}
    </vscode-button>
  );
}

type IconButtonProps = {
  /** Codicon name. */
  readonly icon: string;
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly onClick: () => void;
  readonly expanded?: boolean;
  readonly innerRef?: RefObject<HTMLElement | null>;
};

export function IconButton({ icon, label, onClick, expanded, innerRef }: IconButtonProps) {
  return (
    <vscode-button
      appearance="icon"
      aria-label={label}
      data-tip={label}
      onClick={onClick}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded, 'aria-haspopup': 'menu' })}
      {...(innerRef === undefined ? {} : { ref: innerRef })}
    >
      <span class={`codicon codicon-${icon}`} aria-hidden="true" />
    </vscode-button>
  );
}

type DropdownProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
};

export function Dropdown({ label, value, options, onChange }: DropdownProps) {
  const ref = useRef<HTMLElement & { value: string }>(null);
  useEffect(() => {
    // The element takes a value only once its options are there.
    if (ref.current !== null && ref.current.value !== value) {
      ref.current.value = value;
    }
  }, [value, options]);
  return (
    <vscode-dropdown
      ref={ref}
      aria-label={label}
      onChange={() => {
        const chosen = ref.current?.value;
        if (chosen !== undefined && chosen !== value) {
          onChange(chosen);
        }
      }}
    >
      {options.map((option) => (
        <vscode-option key={option.value} value={option.value}>
          {option.label}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}

export function ProgressRing() {
  return <vscode-progress-ring aria-hidden="true" />;
}
