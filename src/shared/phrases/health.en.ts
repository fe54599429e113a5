export const healthEn = {} as const;
