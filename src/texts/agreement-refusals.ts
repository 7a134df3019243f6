import type { RefusalStatus } from '../platform/refusal';

/** Refusals about agreements, in both languages, by code. */
export const agreementRefusals = {
  'malformed-version': {
    status: 422,
    en: 'A version is written with letters, digits, full stops and hyphens, at most 32, and begins with a letter or a digit.',
    sv: 'En version skrivs med bokstäver (a–z), siffror, punkt och bindestreck, högst 32 tecken, och börjar med en bokstav eller siffra.',
  },
  'malformed-date': { status: 422, en: 'Write days as YYYY-MM-DD.', sv: 'Skriv dagar som ÅÅÅÅ-MM-DD.' },
  'sign-before-effective': {
    status: 422,
    en: 'The new version cannot be demanded before it is in force.',
    sv: 'Den nya versionen kan inte krävas innan den börjar gälla.',
  },
  'sign-from-passed': {
    status: 422,
    en: 'The day from which the new version is demanded has passed.',
    sv: 'Dagen då den nya versionen ska krävas har redan passerat.',
  },
  'template-in-force': {
    status: 409,
    en: 'That version is in force and is never changed. Add a new version.',
    sv: 'Den versionen gäller redan och ändras aldrig. Lägg in en ny version.',
  },
  'effective-date-taken': {
    status: 409,
    en: 'Another version begins on the same day. Choose another day, so that it is clear which is the newer.',
    sv: 'En annan version börjar gälla samma dag. Välj en annan dag, så att det är tydligt vilken som är nyast.',
  },
  'not-everywhere': {
    status: 403,
    en: 'The text holds for every municipality: only somebody whose role is for all of them may add one.',
    sv: 'Texten gäller alla kommuner. Bara den som har sin roll för alla får lägga in en.',
  },
  'text-empty': { status: 422, en: 'The text is empty.', sv: 'Texten är tom.' },
  'text-too-long': { status: 422, en: 'The text is longer than 100 000 characters.', sv: 'Texten är längre än 100 000 tecken.' },
  'text-hidden-character': {
    status: 422,
    en: 'The text holds a character that is not seen or that turns text (a control character, a tab, a direction mark).',
    sv: 'Texten innehåller ett tecken som inte syns eller som vänder text (styrtecken, tabb eller riktningsmarkör).',
  },
  'text-no-title': {
    status: 422,
    en: 'The text must begin with its title: a line that begins with "# ".',
    sv: 'Texten ska börja med sin rubrik: en rad som inleds med ”# ”.',
  },
  'no-template-in-force': {
    status: 409,
    en: 'No version of the agreement is in force yet.',
    sv: 'Ingen version av förbindelsen gäller än.',
  },
  'signed-in-future': { status: 422, en: 'The day of signing has not come yet.', sv: 'Dagen för underskriften har inte kommit än.' },
  'received-in-future': { status: 422, en: 'The day of receipt has not come yet.', sv: 'Dagen då förbindelsen kom in har inte varit än.' },
  'received-before-signed': {
    status: 422,
    en: 'It cannot have been received before it was signed.',
    sv: 'Förbindelsen kan inte ha kommit in innan den undertecknades.',
  },
  'unknown-template-version': {
    status: 422,
    en: 'There is no such version of the agreement.',
    sv: 'Det finns ingen sådan version av förbindelsen.',
  },
  'no-such-template': {
    status: 404,
    en: 'There is no such version of the agreement.',
    sv: 'Det finns ingen sådan version av förbindelsen.',
  },
  'template-not-in-force': {
    status: 422,
    en: 'That version was not in force on the day of signing.',
    sv: 'Den versionen gällde inte den dag då förbindelsen undertecknades.',
  },
  'signed-before-withdrawal': {
    status: 409,
    en: "The person's agreement was withdrawn after that day. A new one must be signed.",
    sv: 'Personens förbindelse återkallades efter den dagen. En ny måste undertecknas.',
  },
  'malformed-registry-number': {
    status: 422,
    en: 'A registry number holds at least one digit and at most 40 letters, digits, spaces and the characters . / : _ -',
    sv: 'Ett diarienummer har minst en siffra och högst 40 tecken: bokstäver, siffror, mellanslag och . / : _ -',
  },
  'personal-number-given': {
    status: 422,
    en: 'What looks like a personal identity number does not belong here and is not kept.',
    sv: 'Det som ser ut som ett personnummer hör inte hit och sparas inte.',
  },
  'agreement-already-registered': {
    status: 409,
    en: 'An agreement of that version with the same day of signing is registered already.',
    sv: 'En förbindelse av den versionen med samma underskriftsdag är redan registrerad.',
  },
  'agreement-replaced': {
    status: 409,
    en: 'That registration has been corrected by another. Correct the latest.',
    sv: 'Den registreringen är redan ersatt av en rättad. Rätta den senaste.',
  },
  'agreement-withdrawn': { status: 409, en: 'The agreement is withdrawn.', sv: 'Förbindelsen är återkallad.' },
  'signed-on-screen': {
    status: 409,
    en: 'What was signed on screen is not corrected. It can be withdrawn.',
    sv: 'Det som undertecknats på skärmen rättas inte. Det kan återkallas.',
  },
  'no-agreement': { status: 409, en: 'There is no agreement to withdraw.', sv: 'Det finns ingen förbindelse att återkalla.' },
  'reason-missing': { status: 422, en: 'Say why.', sv: 'Ange varför.' },
  'scans-not-taken': {
    status: 422,
    en: 'Scans are not kept here: agreements.scanKeyFile is not set.',
    sv: 'Inskannade förbindelser sparas inte här: agreements.scanKeyFile är inte satt.',
  },
  'scan-too-large': { status: 422, en: 'The scan is larger than is taken here.', sv: 'Filen är större än vad som tas emot här.' },
  'scan-unknown-kind': {
    status: 422,
    en: 'The file is neither a PDF nor a JPEG nor a PNG, whatever its name is.',
    sv: 'Filen är varken PDF, JPEG eller PNG, vad den än heter.',
  },
  'scan-damaged': {
    status: 422,
    en: 'The file is damaged or cut short. Scan it again.',
    sv: 'Filen är skadad eller avhuggen. Skanna på nytt.',
  },
  'scan-data-after-end': {
    status: 422,
    en: 'Something follows after the end of the document or picture. Save it anew and try again.',
    sv: 'Det finns något efter dokumentets eller bildens slut. Spara om filen och försök igen.',
  },
  'scan-too-many-pixels': {
    status: 422,
    en: 'The picture is larger than any page needs. Scan with fewer dots per inch.',
    sv: 'Bilden är större än någon sida behöver. Skanna med lägre upplösning.',
  },
  'scan-active-content': {
    status: 422,
    en: 'The PDF can run, open or hide something, or is locked. Scan the paper, or print it as a new PDF.',
    sv: 'PDF-filen kan köra, öppna eller gömma något, eller är låst. Skanna papperet eller skriv ut det som en ny PDF.',
  },
  'scan-already-there': {
    status: 409,
    en: 'There is a scan already. Correct the registration and leave the scan out, then add the right one.',
    sv: 'Det finns redan en inskannad fil. Rätta registreringen utan filen och lägg sedan till den rätta.',
  },
  'scan-missing': { status: 404, en: 'No scan is kept of that agreement.', sv: 'Det finns ingen inskannad fil till förbindelsen.' },
  'not-a-person': {
    status: 403,
    en: 'Only a person who has logged in can sign.',
    sv: 'Bara en person som har loggat in kan underteckna.',
  },
  'not-in-directory': {
    status: 409,
    en: 'There is nobody with your HSA-id in the catalogues read here. Your HSA administrator can help.',
    sv: 'Ditt HSA-id finns inte i någon katalog som läses här. Kommunens HSA-administratör kan hjälpa dig.',
  },
  'level-too-low': {
    status: 403,
    en: 'You have not logged in at the level that signing demands. Log in with your SITHS card.',
    sv: 'Du har inte loggat in på den nivå som krävs för att underteckna. Logga in med ditt SITHS-kort.',
  },
  'text-changed': {
    status: 409,
    en: 'The text is not the one in force. Read it again before you sign.',
    sv: 'Texten är inte den som gäller. Läs den på nytt innan du undertecknar.',
  },
} as const satisfies Record<string, { status: RefusalStatus; en: string; sv: string }>;

export type AgreementRefusal = keyof typeof agreementRefusals;
