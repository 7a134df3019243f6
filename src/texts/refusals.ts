/** Refusals that any part of the service may give, in both languages, by code. */
export const refusalTexts = {
  'not-found': {
    en: 'There is no such thing here, or none that you may see.',
    sv: 'Det finns inget sådant här, eller inget som du får se.',
  },
  'changed-meanwhile': {
    en: 'Somebody else has changed this since you read it. Read it again.',
    sv: 'Någon annan har ändrat detta sedan du läste det. Läs det på nytt.',
  },
  'bad-cursor': {
    en: 'This is not where a page of this list ended. Begin again without `after`.',
    sv: 'Det är inte här en sida i listan slutade. Börja om utan `after`.',
  },
} as const;
