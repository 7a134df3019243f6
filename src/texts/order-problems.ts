import type { BothLanguages } from '../platform/refusal';

/** Why an order cannot be placed or changed, or what must be confirmed first, in both languages, by code. None quotes what was written. */
export const orderProblemTexts = {
  'person-missing': {
    en: 'hsaId: say whom the order is for.',
    sv: 'HSA-id: ange vem beställningen gäller.',
  },
  'person-elsewhere': {
    en: 'hsaId: the HSA-id belongs to another organisation than the municipality.',
    sv: 'HSA-id: HSA-id:t hör till en annan organisation än kommunen.',
  },
  'person-not-found': {
    en: "hsaId: there is nobody with the HSA-id in the municipality's directory, or nobody that you may see.",
    sv: 'HSA-id: det finns ingen med HSA-id:t i kommunens katalog, eller ingen som du får se.',
  },
  'person-ambiguous': {
    en: 'hsaId: several entries in the directory have this HSA-id. The HSA administrator must see to it that one is left.',
    sv: 'HSA-id: flera poster i katalogen har samma HSA-id. HSA-administratören måste rätta så att bara en är kvar.',
  },
  'person-unreadable': {
    en: "hsaId: the person's entry in the directory has faults. The HSA administrator must mend them first.",
    sv: 'HSA-id: personens post i katalogen har fel. HSA-administratören måste rätta dem först.',
  },
  'person-left': {
    en: 'hsaId: the entry in the directory is archived, deleted or test data.',
    sv: 'HSA-id: posten i katalogen är arkiverad, borttagen eller testdata.',
  },
  'person-outside-reach': {
    en: 'hsaId: the person does not belong to a unit that you may order for.',
    sv: 'HSA-id: personen hör inte till någon enhet som du får beställa för.',
  },
  'ordered-twice': {
    en: 'hsaId: there is an order for the person at the unit already, for the same time. Change that one instead.',
    sv: 'HSA-id: det finns redan en beställning för personen på enheten under samma tid. Ändra den i stället.',
  },
  'order-overlaps': {
    en: "from: the days overlap those of another of the person's orders. Change or end that one first.",
    sv: 'Från: dagarna går in i en annan beställning för personen. Ändra eller avsluta den först.',
  },
  'unit-unknown': {
    en: "unit: the unit is not in the municipality's directory.",
    sv: 'Enhet: enheten finns inte i kommunens katalog.',
  },
  'unit-outside-reach': {
    en: 'unit: you may not order for the unit.',
    sv: 'Enhet: du får inte beställa för enheten.',
  },
  'role-unknown': {
    en: 'cosmicRole: the role is not among those that can be ordered.',
    sv: 'Roll: rollen finns inte bland dem som kan beställas.',
  },
  'from-malformed': { en: 'from: write a day as YYYY-MM-DD.', sv: 'Från: skriv en dag som ÅÅÅÅ-MM-DD.' },
  'to-malformed': { en: 'to: write a day as YYYY-MM-DD.', sv: 'Till: skriv en dag som ÅÅÅÅ-MM-DD.' },
  'end-before-start': { en: 'to: the last day is before the first.', sv: 'Till: sista dagen ligger före den första.' },
  'end-passed': { en: 'to: the last day has passed.', sv: 'Till: sista dagen har passerat.' },
  'start-too-long-ago': {
    en: 'from: the first day is more than 30 days ago.',
    sv: 'Från: första dagen ligger mer än 30 dagar tillbaka.',
  },
  'reason-missing': { en: 'reason: say why the person needs access.', sv: 'Skäl: skriv varför personen behöver åtkomst.' },
  'reason-too-long': { en: 'reason: at most 1,000 characters.', sv: 'Skäl: högst 1 000 tecken.' },
  'reason-personal-number': {
    en: 'reason: it seems to hold a personal identity number. Take it out.',
    sv: 'Skäl: det verkar stå ett personnummer där. Ta bort det.',
  },
  'manager-missing': {
    en: 'onBehalfOf: say which manager the order is for.',
    sv: 'Chef: ange vilken chef beställningen görs för.',
  },
  'manager-unfit': {
    en: 'onBehalfOf: the one you name is not a manager for the unit.',
    sv: 'Chef: den du anger är inte chef för enheten.',
  },
  'role-title-unsuited': {
    en: "cosmicRole: the role does not suit the person's title in the directory. Confirm if it is right.",
    sv: 'Roll: rollen stämmer inte med personens titel i katalogen. Bekräfta om det är rätt.',
  },
  'unit-differs': {
    en: 'unit: the person belongs to another unit in the directory, and that steers what they see in Cosmic. Confirm if it is right.',
    sv: 'Enhet: personen ligger under en annan enhet i katalogen, och det styr vad som syns i Cosmic. Bekräfta om det är rätt.',
  },
  'person-protected': {
    en: 'hsaId: the person has protected personal data. Confirm that the order is needed and that the reason says nothing of the person.',
    sv: 'HSA-id: personen har skyddade personuppgifter. Bekräfta att beställningen behövs och att skälet inte säger något om personen.',
  },
} as const satisfies Record<string, BothLanguages>;

export type OrderProblemCode = keyof typeof orderProblemTexts;

/** Refusals about an order that is there, or about what an order needs. */
export const orderRefusalTexts = {
  'order-not-changeable': {
    en: 'The order is over. Place a new one.',
    sv: 'Beställningen är avslutad eller återtagen. Lägg en ny.',
  },
  'order-not-withdrawable': {
    en: 'Only an order that nobody has granted yet can be withdrawn. End it instead.',
    sv: 'Bara en beställning som inte har gett behörighet än kan återtas. Avsluta den i stället.',
  },
  'nothing-changed': { en: 'Nothing in it differs from the order as it is.', sv: 'Inget skiljer sig från beställningen som den är.' },
  'end-in-the-past': {
    en: 'day: choose today or a day to come, or end the order at once.',
    sv: 'Dag: välj i dag eller en dag framåt, eller avsluta direkt.',
  },
  'end-before-start': {
    en: 'day: the order begins later. Withdraw it, or end it at once.',
    sv: 'Dag: beställningen börjar senare. Återta den eller avsluta direkt.',
  },
  'directory-unavailable': {
    en: "The municipality's directory does not answer as it should. Nothing is saved. Try again in a while.",
    sv: 'Kommunens katalog svarar inte som den ska. Inget är sparat. Försök igen om en stund.',
  },
  'not-permitted': { en: 'You may not order.', sv: 'Du får inte beställa.' },
  'query-malformed': {
    en: 'Search for a name (at least two letters), an HSA-id or a personal identity number: one of them.',
    sv: 'Sök på namn (minst två bokstäver), HSA-id eller personnummer: ett av dem.',
  },
} as const satisfies Record<string, BothLanguages>;

export type OrderRefusalCode = keyof typeof orderRefusalTexts;
