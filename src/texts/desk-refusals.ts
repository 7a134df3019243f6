import type { BothLanguages } from '../platform/refusal';

/** What Servicecenter is told when something cannot be done, by code. */
export const deskRefusalTexts = {
  'case-held': {
    en: 'Somebody else has this case in hand. Take it over with a reason, or ask them to release it.',
    sv: 'Någon annan har ärendet. Ta över det med ett skäl, eller be den personen lämna tillbaka det.',
  },
  'not-your-case': { en: 'You do not have this case in hand.', sv: 'Du har inte det här ärendet.' },
  'case-closed': { en: 'The case is closed.', sv: 'Ärendet är avslutat.' },
  'act-not-for-event': { en: 'That cannot be done with a case of this kind.', sv: 'Det går inte att göra i ett ärende av det här slaget.' },
  'reason-needed': { en: 'Say why.', sv: 'Skriv varför.' },
  'reason-too-long': { en: 'The text is longer than 2000 characters.', sv: 'Texten är längre än 2000 tecken.' },
  'holder-malformed': { en: 'Say who you are in at most 128 characters.', sv: 'Skriv vem du är med högst 128 tecken.' },
  'unit-not-in-case': {
    en: 'The unit is neither the unit of the person nor of one of their commissions.',
    sv: 'Enheten är varken personens enhet eller enheten för något av personens medarbetaruppdrag.',
  },
  'already-granted': { en: 'The permission is recorded at that unit already.', sv: 'Behörigheten är redan antecknad på enheten.' },
  'no-such-grant': { en: 'There is no open permission at that unit.', sv: 'Det finns ingen öppen behörighet på enheten.' },
  'grants-open': {
    en: 'Permissions are recorded that have not been removed. Mark each of them as removed.',
    sv: 'Det finns antecknade behörigheter som inte är borttagna. Markera var och en som borttagen.',
  },
  'nothing-granted-yet': {
    en: 'No permission is recorded. Mark it as granted first.',
    sv: 'Ingen behörighet är antecknad. Markera den som upplagd först.',
  },
  'withdrawal-not-recorded': {
    en: 'The agreement has lapsed: remove the permission in Cosmic and mark it as removed first.',
    sv: 'Ansvars- och sekretessförbindelsen har upphört: ta bort behörigheten i Cosmic och markera den som borttagen först.',
  },
  'undo-too-late': {
    en: 'It can no longer be undone: the time is over. Mark the permission as removed instead.',
    sv: 'Det går inte att ångra längre: tiden är ute. Markera behörigheten som borttagen i stället.',
  },
  'nothing-to-undo': { en: 'Nothing was granted in this case.', sv: 'Ingenting är upplagt i det här ärendet.' },
  'nothing-to-confirm': {
    en: 'There is nobody to tell, or it has been confirmed already.',
    sv: 'Det finns ingen att berätta för, eller så är det redan bekräftat.',
  },
  'mail-not-undelivered': {
    en: 'Only a mail that failed, or whose outcome is unknown, can be sent again.',
    sv: 'Bara ett mejl som misslyckades eller har okänt utfall går att skicka igen.',
  },
  'municipality-unknown': { en: 'No such municipality is configured.', sv: 'Kommunen finns inte i konfigurationen.' },
  'hsa-id-malformed': { en: 'That is not an HSA-id.', sv: 'Det är inget HSA-id.' },
  'account-malformed': { en: 'Name the account, in at most 256 characters.', sv: 'Ange kontot, med högst 256 tecken.' },
  'time-ahead': { en: 'The time has not come yet.', sv: 'Tiden har inte varit än.' },
  'list-refused': { en: 'The list has errors; nothing was imported.', sv: 'Listan har fel; inget är inläst.' },
} as const satisfies Record<string, BothLanguages>;

export type DeskRefusalCode = keyof typeof deskRefusalTexts | 'not-grantable';

/** @param blockers what is in the way, whole sentences in Swedish; codes for the English one */
export const notGrantableText = (blockers: readonly { reason: string; text: string }[]): BothLanguages => ({
  en: `It cannot be granted yet: ${blockers.map(({ reason }) => reason).join(', ')}.`,
  sv: `Det går inte att lägga upp behörigheten än. ${blockers.map(({ text }) => text).join(' ')}`,
});
