import type { BlockerReason, Owner, Stage } from '../../access/stages';

/** What stands in the way, one sentence each. */
export const blockerText: Record<BlockerReason, string> = {
  'identity-changed': 'HSA-id:t visar en annan människa än förut. Allt om personen står stilla tills det är utrett.',
  'absence-unproven': 'Personen saknas i katalogens läsning men HSA-id:t finns ändå kvar. Inget ändras förrän posten stämmer.',
  'entry-refused': 'Posten i HSA har fel som gör att den inte går att lita på.',
  'not-in-directory': 'Personen finns inte i kommunens HSA-katalog.',
  archived: 'Posten i HSA är arkiverad.',
  deleted: 'Personen är borttagen i HSA (har bara certifikat kvar).',
  'test-data': 'Posten i HSA är märkt som testdata.',
  'no-system-role': 'Posten i HSA har inte systemrollen för Cosmic Link.',
  'system-role-near-miss': 'Systemrollen i HSA är nästan rätt skriven men måste vara exakt.',
  'not-started': 'Startdatumet i HSA har inte kommit än.',
  ended: 'Slutdatumet i HSA har passerat.',
  'order-missing': 'Det finns ingen beställning från en chef.',
  'order-not-started': 'Beställningen börjar gälla senare.',
  'order-ended': 'Beställningen är avslutad.',
  'account-missing': 'Kontot i externt AD är inte skapat än.',
  'account-not-applied': 'Kontot i externt AD är inte uppdaterat än.',
  'account-refused': 'Externt AD tog inte emot kontot.',
  'account-not-disabled': 'Kontot i externt AD är inte avstängt än.',
  'agreement-missing': 'Ansvars- och sekretessförbindelsen är inte inlämnad.',
  'agreement-expired': 'Ansvars- och sekretessförbindelsen har gått ut.',
  'agreement-withdrawn': 'Ansvars- och sekretessförbindelsen är återkallad.',
  'agreement-replaced': 'Det finns en nyare version av ansvars- och sekretessförbindelsen som måste undertecknas.',
  'agreement-lapsed': 'Ansvars- och sekretessförbindelsen har upphört att gälla och tiden för att lämna en ny är slut.',
  'unit-unknown-to-cosmic': 'Cosmic känner inte till personens enhet.',
  'test-login-missing': 'Kommunens första behörigheter väntar på en provinloggning som visar att rätt användare kommer in.',
  'certificate-missing': 'HSA visar inget giltigt SITHS-kort. Personen kan inte logga in än.',
  'not-granted': 'Servicecenter har inte lagt upp behörigheten i Cosmic än.',
  'not-informed': 'Personen har inte fått besked om att behörigheten är klar.',
  'removal-not-confirmed': 'Servicecenter har inte bekräftat att behörigheten är borttagen i Cosmic.',
};

/** Who can do something about it. */
export const ownerText: Record<Owner, string> = {
  manager: 'chefen',
  'hsa-administrator': 'kommunens HSA-administratör',
  user: 'personen själv',
  'service-desk': 'Servicecenter',
  operations: 'driften',
};

export const stageText: Record<Stage, string> = {
  none: 'Ingen åtkomst',
  ordered: 'Beställd',
  registered: 'Registrerad i HSA',
  'account-ready': 'Kontot är klart',
  'agreement-received': 'Förbindelsen är inlämnad',
  granted: 'Behörighet klar',
  informed: 'Informerad',
  ending: 'Avslutas',
  ended: 'Avslutad',
  held: 'Stoppad för utredning',
};

/** Why access ended, for Servicecenter. */
export const endReason = (reason: BlockerReason): string => blockerText[reason];
