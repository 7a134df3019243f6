import type { LdapFault, LdapFaultKind } from '../../platform/ldap/ldap-fault';
import { directoryTexts } from './directory';

/** Result codes of RFC 4511 that a reader may meet. */
const RESULTS: Readonly<Record<number, string>> = {
  1: 'internt fel i katalogen (operationsError)',
  2: 'protokollfel (protocolError)',
  3: 'katalogens tidsgräns är nådd (timeLimitExceeded)',
  4: 'katalogens gräns för antal poster är nådd (sizeLimitExceeded)',
  7: 'katalogen har inte det här sättet att logga in (authMethodNotSupported)',
  8: 'katalogen kräver starkare inloggning (strongerAuthRequired)',
  10: 'katalogen hänvisar till en annan server (referral)',
  11: 'katalogens gräns för en hel sökning är nådd (adminLimitExceeded)',
  12: 'katalogen kan inte läsas sida för sida (unavailableCriticalExtension)',
  13: 'katalogen kräver kryptering (confidentialityRequired)',
  17: 'katalogen känner inte till ett attribut (undefinedAttributeType)',
  18: 'katalogen kan inte söka så i ett attribut (inappropriateMatching)',
  32: 'basen (source.baseDn) finns inte eller får inte läsas (noSuchObject)',
  34: 'basen (source.baseDn) är felskriven (invalidDNSyntax)',
  48: 'kontot kan inte logga in på det här sättet (inappropriateAuthentication)',
  49: 'fel konto eller lösenord (invalidCredentials)',
  50: 'kontot saknar rättigheter (insufficientAccessRights)',
  51: 'katalogen är upptagen (busy)',
  52: 'katalogen är inte tillgänglig (unavailable)',
  53: 'katalogen vägrar (unwillingToPerform)',
};

const CAUSES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'namnet finns inte i DNS',
  EAI_AGAIN: 'namnuppslagningen svarar inte',
  ECONNREFUSED: 'ingen tar emot anslutningar där',
  EHOSTUNREACH: 'ingen väg dit',
  ENETUNREACH: 'ingen väg dit',
  ETIMEDOUT: 'inget svar i tid',
  ECONNRESET: 'anslutningen bröts',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certifikatet gäller ett annat namn',
  CERT_HAS_EXPIRED: 'certifikatet har gått ut',
  CERT_NOT_YET_VALID: 'certifikatet gäller inte ännu',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certifikatets utfärdare är inte betrodd',
  SELF_SIGNED_CERT_IN_CHAIN: 'certifikatets utfärdare är inte betrodd',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certifikatets utfärdare är inte betrodd',
  UNABLE_TO_GET_ISSUER_CERT: 'certifikatets utfärdare är inte betrodd',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certifikatets utfärdare är inte betrodd',
};

const resultText = (code: number | undefined): string => (code === undefined ? 'okänt fel' : (RESULTS[code] ?? `kod ${String(code)}`));
const causeText = (cause: string | undefined): string => (cause === undefined ? '' : ` (${CAUSES[cause] ?? cause})`);

const FAULTS: Record<LdapFaultKind, (server: string, detail: LdapFault['detail']) => string> = {
  unreachable: (server, { cause }) => `Katalogservern ${server} går inte att nå${causeText(cause)}.`,
  tls: (server, { cause, resultCode }) =>
    `Katalogservern ${server} går inte att ansluta till krypterat${resultCode === undefined ? causeText(cause) : `: ${resultText(resultCode)}`}.`,
  credentials: (server) => `Inloggningen till ${server} skickades inte: konto eller lösenord är tomt.`,
  bind: (server, { resultCode }) => `Katalogservern ${server} godtar inte inloggningen: ${resultText(resultCode)}.`,
  lost: (server, { cause }) => `Anslutningen till ${server} bröts medan katalogen lästes${causeText(cause)}.`,
  timeout: (server) => `Katalogservern ${server} svarade inte i tid medan katalogen lästes.`,
  protocol: (server) => `Katalogservern ${server} svarade med något som inte är LDAP.`,
  result: (server, { resultCode }) => `Katalogservern ${server} läste inte färdigt: ${resultText(resultCode)}.`,
  'paging-missing': (server) => `Katalogservern ${server} svarade utan att säga om det finns fler sidor.`,
  'paging-repeated': (server) => `Katalogservern ${server} gav samma sida igen i stället för nästa.`,
  reference: (server) =>
    `Katalogservern ${server} hänvisar en del av katalogen till en annan plats som inte finns i source.expectedReferences.`,
  'outside-base': (server) => `Katalogservern ${server} gav en post som inte ligger under basen (source.baseDn).`,
  undecodable: (server, { cause }) => `Katalogservern ${server} gav ett värde i ${cause ?? 'ett attribut'} som inte är text i UTF-8.`,
  'value-range': (server, { cause }) => `Katalogservern ${server} gav bara en del av värdena i ${cause ?? 'ett attribut'}.`,
  sentinel: (server) => directoryTexts.incomplete.sentinelMissing(server),
  aborted: (server) => directoryTexts.incomplete.aborted(server),
};

/** What is said of a catalogue server. Neither a DN nor a value is ever in it. */
export const ldapTexts = {
  fault: (kind: LdapFaultKind, server: string, detail: LdapFault['detail']): string => FAULTS[kind](server, detail),
  noStamps: (server: string) =>
    `Katalogservern ${server} visar inte när poster ändras (entryUUID och entryCSN eller modifyTimestamp). Därför läses hela katalogen varje gång.`,
  check: {
    server: {
      name: 'Katalogserver',
      read: (server: string, people: number, withRole: number, pageSize: number) =>
        `${server} läses sida för sida (${String(pageSize)} poster): ${String(people)} personer, ${String(withRole)} med systemrollen.`,
      remedy:
        'Kontrollera source i konfigurationen, och att katalogen låter kontot läsa alla poster under basen utan gräns för antal och tid.',
    },
    encryption: {
      name: 'Kryptering',
      present: 'Anslutningen är krypterad och serverns certifikat är kontrollerat.',
      absent: 'Anslutningen är inte krypterad.',
      remedy: 'Använd ldaps:// eller startTls: true.',
    },
    stamps: {
      name: 'Ändringsstämplar',
      present: 'entryUUID och entryCSN eller modifyTimestamp går att läsa.',
      absent: 'entryUUID, eller både entryCSN och modifyTimestamp, går inte att läsa. Hela katalogen läses varje gång.',
      remedy: 'Ge kontot rätt att läsa attributen, eller rätta source.attributes.',
    },
    clock: {
      name: 'Katalogens klocka',
      present: 'Ingen post är ändrad senare än nu.',
      absent: 'En post är ändrad senare än vad klockan är här.',
      remedy: 'Ställ båda klockorna och låt dem hämta tiden (NTP).',
    },
    nearMisses: {
      remedy: 'Ge kontot rätt att söka på delar av hsaSystemRole. Utan det går den fullständiga läsningen inte att göra.',
    },
    serverCertificate: 'Katalogserverns certifikat',
    clientCertificate: 'Klientcertifikatet',
    ca: 'Katalogens CA-fil',
  },
};
