/** From order to information, in the order in which each waits for the one before. */
export const LINKS = ['order', 'authority', 'directory', 'account', 'agreement', 'grant', 'information'] as const;
export type Link = (typeof LINKS)[number];
