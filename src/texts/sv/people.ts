/** What people read where others are listed and shown. */
export const peopleTexts = {
  protectedPerson: 'Skyddad person',
  nameUnknown: 'Namn saknas',
  counted: (count: number, more: boolean): string => (more ? `De första ${count} personerna:` : `${count} personer:`),
};
