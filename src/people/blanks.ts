/** Whatever may stand in a text without being seen: blanks of every width, soft hyphens, joiners and marks of direction. */
const BLANKS = /[\s\p{Zs}\u00AD\u200B-\u200F\u2060\uFEFF]/gu;

/** True where blanks, the invisible ones included, stand in or around the text. */
export const hasBlanks = (text: string): boolean => text.search(BLANKS) !== -1;

/** The text without any blank. */
export const withoutBlanks = (text: string): string => text.replace(BLANKS, '');
