export const connectionEn = {} as const;
