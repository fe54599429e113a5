import type { panelEn } from './panel.en';

export const panelZhCn: Record<keyof typeof panelEn, string> = {};
