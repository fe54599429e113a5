import { locale } from '../text';
import { quantityText } from '../../shared/quantity';

/** Bytes more or less, with a sign: `+ 1.2 GB`, `− 30 MB`. */
export function growthText(bytes: number): string {
  const size = quantityText(Math.abs(bytes), 'bytes', locale.value);
  return bytes === 0 ? size : `${bytes > 0 ? '+' : '−'}${size}`;
}
