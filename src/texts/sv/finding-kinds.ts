import { adQueueTexts } from './ad-queue';
import type { EntryProblemKind } from '../../directory/directory-source';

/** What a finding is about, in a few words: a heading over its sentence. */
const problemKinds: Record<EntryProblemKind, string> = {
  'hsa-id-missing': 'HSA-id saknas',
  'hsa-id-malformed': 'felskrivet HSA-id',
  'hsa-id-blanks': 'blanktecken i HSA-id',
  'hsa-id-test': 'HSA-id från en testmiljö',
  'hsa-id-foreign-prefix': 'HSA-id från en annan organisation',
  'hsa-id-duplicate': 'samma HSA-id i flera poster',
  'hsa-id-case-clash': 'HSA-id som bara skiljer i stora och små bokstäver',
  'date-malformed': 'datum som inte går att tolka',
  'end-before-start': 'slutdatum före startdatum',
  'control-character': 'styrtecken i ett värde',
  'attribute-missing': 'värde som saknas',
  'attribute-ambiguous': 'flera värden där bara ett får finnas',
  'personal-number-malformed': 'felskrivet identitetsnummer',
  'personal-number-in-text': 'personnummer i en text',
  'certificate-unreadable': 'certifikat som inte går att läsa',
  'system-role-near-miss': 'systemroll som nästan är rätt',
  'test-data': 'testdata',
  'unit-missing': 'enhet utan egen post',
  'mail-missing': 'e-postadress saknas',
  'mail-malformed': 'felskriven e-postadress',
};

const otherKinds = {
  'identity-changed': 'HSA-id som visar en annan människa',
  'absence-unproven': 'person som saknas i läsningen men finns kvar',
  'order-manager-without-mail': 'chef utan e-postadress att påminna',
  'same-human': 'en människa med flera HSA-id',
  'value-shortened': 'värde som är för långt för AD',
  'access-without-order': 'åtkomst utan beställning',
  'agreement-ends-untold': 'förbindelse som upphör utan att personen kan påminnas',
  'no-known-person': 'ingen känd person angiven',
  'unit-unknown-to-cosmic': 'enhet som Cosmic inte känner till',
  'no-manifest': 'inget manifest',
  'no-sentinel': 'ingen kontrollpost',
  'read-incomplete': 'ofullständig läsning',
  'read-failed': 'misslyckad läsning',
  halted: 'stoppad körning',
  'ad-drift-changed': 'konto som ändrats för hand i AD',
  'ad-drift-missing': 'konto som är borta ur AD',
  'ad-drift-unconfirmed': 'konto som inte syns på den här domänkontrollanten',
  'ad-drift-moved': 'konto som flyttats eller döpts om i AD',
  'ad-drift-enabled': 'konto som aktiverats i AD fast det ska vara avstängt',
  'ad-drift-group-added': 'medlem i en AD-grupp som inte ska vara med',
  'ad-drift-group-removed': 'konto som tagits ur en AD-grupp',
  'ad-drift-unknown': 'okänt objekt i tjänstens del av AD',
  'ad-drift-unlinked-duplicate': 'flera objekt i AD med samma HSA-id',
  'ad-drift-returned': 'objekt i AD som kommit tillbaka',
  'ad-drift-halted': 'stoppad rättning av AD',
  'ad-drift-not-compared': 'AD som inte kunde jämföras',
};

const kinds: Record<string, string> = { ...problemKinds, ...otherKinds, ...adQueueTexts.kinds };

/** A kind that is not known here keeps its name. */
export const findingKindText = (kind: string): string => (Object.hasOwn(kinds, kind) ? (kinds[kind] ?? kind) : kind);
