import type { connectionEn } from './connection.en';

export const connectionZhCn: Record<keyof typeof connectionEn, string> = {};
