import { renderPhrase, type Locale } from '../../shared/format';
import type { SettingsClusterRegistry } from '../clusters/settingsClusterRegistry';

type Deps = {
  readonly registry: Pick<SettingsClusterRegistry, 'ownRuleProblems' | 'onDidChange'>;
  readonly locale: Locale;
  readonly tell: (message: string) => void;
};

/** Says once what is wrong with own rules in the settings, and again when that is something else. */
export function tellOwnRuleProblems({ registry, locale, tell }: Deps): { dispose(): void } {
  let told = '';
  const look = () => {
    const message = registry
      .ownRuleProblems()
      .map((problem) => renderPhrase(problem, locale))
      .join(' ');
    if (message !== told && message !== '') {
      tell(message);
    }
    told = message;
  };
  look();
  return registry.onDidChange(look);
}
