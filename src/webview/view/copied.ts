import { messageOf } from '../../shared/messageOf';
import { t } from '../text';

/** Copies, and resolves with what to say of it: that it is done, or why not. */
export async function copied(copy: () => Promise<void>): Promise<string> {
  try {
    await copy();
    return t('panel.chart.copied');
  } catch (error) {
    return t('panel.chart.notCopied', { why: messageOf(error) });
  }
}

export function copyText(text: string): Promise<string> {
  return copied(() => navigator.clipboard.writeText(text));
}
