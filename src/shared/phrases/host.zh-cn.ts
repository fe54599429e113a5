import type { hostEn } from './host.en';

export const hostZhCn: Record<keyof typeof hostEn, string> = {};
