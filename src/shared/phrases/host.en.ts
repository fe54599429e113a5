export const hostEn = {} as const;
