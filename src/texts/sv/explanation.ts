import type { PersonAction } from '../../audit/person-action';

const actions: Record<PersonAction, string> = {
  'access-created': 'Kontot skapades och ett ärende öppnades hos Servicecenter',
  'access-changed': 'Uppgifter ändrades',
  'access-ended': 'Åtkomsten avslutades: kontot stängdes av och ett ärende öppnades',
  'access-reinstated': 'Åtkomsten återupptogs med samma konto',
  'access-deleted': 'Kontot togs bort när lagringstiden var slut',
  'access-frozen': 'Kontot maskerades medan personen är stoppad för utredning',
  reading: 'HSA visade nya uppgifter',
  protected: 'Personen fick skyddade personuppgifter. Det som visas och skickas maskerades direkt, trots stoppet',
  'hold-opened': 'Personen stoppades för utredning',
  'hold-updated': 'Det som utreds ändrades i HSA',
  'hold-closed': 'Uppgifterna stämmer igen, stoppet hävdes',
  'hold-accepted': 'Någon godkände den ändrade identiteten',
  'account-to-be-mended': 'Kontot i AD var inte som det ska och ställdes i kö för att rättas',
  'case-refreshed': 'Uppgifterna i öppna ärenden uppdaterades utan mejl',
  'account-applied': 'Kontot i externt AD skrevs och lästes tillbaka: det är som det ska vara',
  'account-written': 'Kontot i externt AD skrevs till en del',
  'account-refused': 'Externt AD tog inte emot kontot',
  'account-renamed': 'Kontonamnet var upptaget i AD. Kontot fick ett annat',
  'account-adopted': 'Ett konto som redan fanns i AD togs över',
  'case-revealed': 'Någon tittade på ärendets skyddade uppgifter',
};

/** What an audit row says happened. */
export const auditActionText = (action: string): string => (Object.hasOwn(actions, action) ? actions[action as PersonAction] : action);
