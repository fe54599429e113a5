import type { healthEn } from './health.en';

export const healthZhCn: Record<keyof typeof healthEn, string> = {};
