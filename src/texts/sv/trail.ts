import type { Link } from '../../explanation/links';

/** The links from order to information, as a person reads them: what is so, or that it is not yet. */
export const linkTexts = {
  name: {
    order: 'Beställning',
    authority: 'Vem som får beställa',
    directory: 'Uppgifter i HSA',
    account: 'Konto i externt AD',
    agreement: 'Ansvars- och sekretessförbindelse',
    grant: 'Behörighet i Cosmic',
    information: 'Besked till personen',
  } satisfies Record<Link, string>,
  noOrder: 'Ingen beställning är gjord.',
  ordered: (number: string, cosmicRole: string): string => `Beställning ${number} gäller rollen ${cosmicRole}.`,
  orderEnded: (number: string): string => `Beställning ${number} är avslutad.`,
  nobodyOrdered: 'Ingen har beställt.',
  orderedBy: (who: string, role: string | null): string => `${who} beställde${role === null ? '' : ` som ${role}`}.`,
  unknownOrderer: 'Det framgår inte längre av loggen vem som beställde.',
  notRead: 'HSA har aldrig visat någon post för personen.',
  absent: 'Posten har försvunnit ur HSA.',
  refused: 'Posten i HSA går inte att lita på.',
  hasRole: (value: string): string => `Posten i HSA har systemrollen ${value}.`,
  lacksRole: (value: string): string => `Posten i HSA saknar systemrollen ${value}.`,
  noAccount: 'Inget konto är skapat.',
  accountApplied: (name: string): string => `Kontot ${name} är skrivet och återläst.`,
  accountWaits: (name: string): string => `Kontot ${name} väntar på att skrivas.`,
  accountRefused: (name: string): string => `Kontot ${name} togs inte emot.`,
  accountDeleted: (name: string): string => `Kontot ${name} är borttaget.`,
  noAgreement: 'Ingen förbindelse är registrerad.',
  agreement: (version: string): string => `Förbindelsen är undertecknad, version ${version}.`,
  agreementBaseline: 'Förbindelsen fanns innan tjänsten togs i bruk.',
  agreementWithdrawn: (version: string): string => `Förbindelsen är återkallad, version ${version}.`,
  noGrant: 'Servicecenter har inte lagt upp någon behörighet.',
  granted: 'Behörigheten är upplagd i Cosmic.',
  grantRemoved: 'Behörigheten är borttagen i Cosmic.',
  notInformed: 'Personen har inte fått besked.',
  informed: 'Personen har fått besked om att behörigheten är klar.',
};

/** Roles as they stand in a sentence: `som chef`. */
export const roleTexts: Record<string, string> = {
  manager: 'chef',
  helpdesk: 'kommunens helpdesk',
  'hsa-administrator': 'HSA-administratör',
  'service-desk': 'Servicecenter',
  auditor: 'granskare',
  operator: 'drift',
};
