import { externalAdTexts } from './external-ad';

/* Why an Active Directory, or the way to it, refused: what it means and who can mend it. Never a name, a DN or a value. */

const ADMINISTRATION = 'AD-förvaltningen';
const OPERATIONS = 'Driften';

/** Codes of `decodeRefusal`, of the connection, and of what the service itself refuses. */
const SENTENCES: Readonly<Record<string, string>> = {
  // The log-in of the service.
  'bad-credentials': `AD godtar inte tjänstekontots inloggning: fel konto eller lösenord. ${OPERATIONS} rättar externalAd.bind.`,
  'logon-hours': `Tjänstekontot får inte logga in vid den här tiden. ${ADMINISTRATION} ändrar kontots inloggningstider.`,
  workstation: `Tjänstekontot får inte logga in från den här datorn. ${ADMINISTRATION} ändrar kontots tillåtna datorer.`,
  'password-expired': `Tjänstekontots lösenord har gått ut. ${ADMINISTRATION} sätter ett nytt och driften lägger in det.`,
  'password-must-change': `Tjänstekontot måste byta lösenord före inloggning. ${ADMINISTRATION} tar bort kravet eller sätter ett nytt lösenord.`,
  'account-disabled': `Tjänstekontot är inaktiverat. ${ADMINISTRATION} aktiverar det.`,
  'account-expired': `Tjänstekontots giltighetstid har gått ut. ${ADMINISTRATION} förlänger den.`,
  'account-locked': `Tjänstekontot är låst efter för många felaktiga inloggningar. ${ADMINISTRATION} låser upp det.`,
  'not-bound': `AD svarade som om tjänsten inte var inloggad. ${OPERATIONS} kontrollerar externalAd.bind.`,
  'encryption-required': `AD kräver en krypterad anslutning. ${OPERATIONS} använder ldaps:// eller startTls: true.`,

  // The server, for now.
  busy: 'Domänkontrollanten är upptagen. Det görs om av sig självt.',
  unavailable: 'Domänkontrollanten är inte tillgänglig. Det görs om av sig självt.',
  'read-only': `Domänkontrollanten tar inte emot ändringar (skrivskyddad, eller så hänvisar den vidare). ${OPERATIONS} anger en skrivbar i externalAd.urls.`,
  'time-limit': 'Domänkontrollantens tidsgräns nåddes, och det är okänt om ändringen gjordes. Objektet läses innan det görs om.',
  'size-limit': `AD:s gräns för antal poster nåddes. ${OPERATIONS} sänker externalAd.pageSize till högst AD:s MaxPageSize.`,
  'admin-limit': `AD:s gräns för en enskild begäran nåddes. ${ADMINISTRATION} kontrollerar LDAP-gränserna.`,

  // The object.
  'no-rights': `Tjänstekontot saknar rätt att göra ändringen. ${ADMINISTRATION} delegerar rätten till tjänstens organisationsenhet.`,
  'account-name-taken': `Kontonamnet finns redan på ett annat konto i domänen (AD skiljer inte på stora och små bokstäver eller accenter). ${ADMINISTRATION} avgör vems det är.`,
  'upn-taken': `Inloggningsnamnet (UPN) finns redan på ett annat konto i AD. ${ADMINISTRATION} tar bort det därifrån.`,
  'name-taken': `Ett annat objekt har redan det namnet på samma plats i AD. ${ADMINISTRATION} flyttar eller döper om det.`,
  'entry-exists': `Objektet finns redan i AD. ${ADMINISTRATION} avgör vems det är.`,
  'already-member': 'Kontot är redan med i gruppen.',
  'not-member': 'Kontot är inte med i gruppen.',
  'enabling-without-password': `AD aktiverar inte ett konto som saknar lösenord, och godtog inte det slumpade som tjänsten satte. ${ADMINISTRATION} kan återställa lösenordet.`,
  'password-policy': `Det slumpade lösenordet uppfyller inte domänens lösenordsregler. ${ADMINISTRATION} kontrollerar dem.`,
  'bad-account-name': `AD godtar inte kontonamnet: högst 20 tecken och inga av tecknen " / \\ [ ] : ; | = , + * ? < >. ${OPERATIONS} anmäler felet.`,
  'unit-missing': `Organisationsenheten ovanför objektet finns inte i AD. ${ADMINISTRATION} skapar den.`,
  'no-such-object': `Objektet finns inte på domänkontrollanten. ${ADMINISTRATION} kontrollerar replikeringen.`,
  'not-leaf': `Organisationsenheten är inte tom och kan inte tas bort. ${ADMINISTRATION} flyttar det som ligger i den.`,
  unwilling: `AD vägrar göra ändringen. ${ADMINISTRATION} kan se varför i domänkontrollantens händelselogg.`,
  'protocol-refused': `AD förstår inte begäran. ${OPERATIONS} anmäler felet.`,
  unrecognised: `AD svarade med ett fel som inte är känt. Objektet läses innan det görs om. ${ADMINISTRATION} kan se mer i domänkontrollantens händelselogg.`,

  // What the service itself refuses to touch.
  'not-ours': `Ett objekt som inte bär tjänstens märke står i vägen. ${ADMINISTRATION} avgör vems det är; driften tar över det med ad adopt, eller så tas det bort.`,
  'outside-base': `Objektet ligger utanför tjänstens organisationsenhet och rörs inte. ${ADMINISTRATION} flyttar tillbaka det.`,
  reference: `AD hänvisade till en annan plats, och hänvisningar följs inte. ${OPERATIONS} kontrollerar externalAd.baseDn.`,

  // The connection.
  unreachable: `Ingen domänkontrollant går att nå. ${OPERATIONS} kontrollerar nätet och externalAd.urls.`,
  tls: `Anslutningen till AD går inte att kryptera. ${OPERATIONS} kontrollerar certifikatet och externalAd.caFile.`,
  lost: 'Anslutningen till AD bröts. Om något då skrevs läses objektet innan det görs om.',
  timeout: 'AD svarade inte i tid. Om något då skrevs läses objektet innan det görs om.',
  protocol: `Domänkontrollanten svarade med något som inte är LDAP. ${OPERATIONS} kontrollerar externalAd.urls.`,
  aborted: 'Arbetet mot AD avbröts här. Objektet läses innan det görs om.',
  credentials: `Tjänstekontots lösenord eller certifikat går inte att läsa. ${OPERATIONS} rättar externalAd.bind.`,
  'incomplete-read': 'Domänkontrollanten gav inte hela svaret. Det görs om av sig självt.',
  undecodable: `Domänkontrollanten gav ett värde som inte går att läsa. ${ADMINISTRATION} kontrollerar objektet.`,
  'not-an-ad': `Servern är inte en domänkontrollant för Active Directory. ${OPERATIONS} kontrollerar externalAd.urls.`,
  'not-synchronised': 'Domänkontrollanten har inte hämtat hela domänen ännu. Det görs om av sig självt.',
};

/** Codes that say something about one value. */
const ABOUT_A_VALUE: Readonly<Record<string, (what: string, limit: number | undefined) => string>> = {
  'value-too-long': (what, limit) =>
    `AD godtar inte ${what}: värdet är för långt${limit === undefined ? '' : `, högst ${String(limit)} tecken tas emot`}. Rätta det i HSA.`,
  'value-exists': (what) => `AD godtar inte ${what}: det finns redan ett värde. Objektet läses innan det görs om.`,
  'value-missing': (what) => `AD godtar inte ${what}: värdet som skulle bort finns inte längre. Objektet läses innan det görs om.`,
  'bad-value': (what) => `AD godtar inte ${what}: värdet har fel form. Rätta det i HSA.`,
  constraint: (what) => `AD godtar inte ${what}: värdet bryter mot en regel i AD. ${ADMINISTRATION} kan säga vilken.`,
  schema: (what) =>
    `AD:s schema har inte ${what} för den här sortens objekt. ${ADMINISTRATION} utökar schemat, eller driften väljer ett annat.`,
  'not-writable': (what) => `AD låter ingen skriva ${what}: AD sätter det själv. ${OPERATIONS} anmäler felet.`,
  'bad-name': (what) => `AD godtar inte ${what} som namn på ett objekt. ${OPERATIONS} kontrollerar externalAd.organisationalUnit.`,
};

/** Win32 errors that AD gives, by their eight digits: their names, for whoever looks them up. */
const NAMES: Readonly<Record<string, string>> = {
  '00000005': 'ERROR_ACCESS_DENIED',
  '00000013': 'ERROR_WRITE_PROTECT',
  '0000001F': 'ERROR_GEN_FAILURE',
  '00000056': 'ERROR_INVALID_PASSWORD',
  '00000057': 'ERROR_INVALID_PARAMETER',
  '000004DC': 'ERROR_NOT_AUTHENTICATED',
  '00000523': 'ERROR_INVALID_ACCOUNT_NAME',
  '00000524': 'ERROR_USER_EXISTS',
  '00000525': 'ERROR_NO_SUCH_USER',
  '00000526': 'ERROR_GROUP_EXISTS',
  '00000528': 'ERROR_MEMBER_IN_GROUP',
  '00000529': 'ERROR_MEMBER_NOT_IN_GROUP',
  '0000052C': 'ERROR_ILL_FORMED_PASSWORD',
  '0000052D': 'ERROR_PASSWORD_RESTRICTION',
  '0000052E': 'ERROR_LOGON_FAILURE',
  '00000530': 'ERROR_INVALID_LOGON_HOURS',
  '00000531': 'ERROR_INVALID_WORKSTATION',
  '00000532': 'ERROR_PASSWORD_EXPIRED',
  '00000533': 'ERROR_ACCOUNT_DISABLED',
  '00000561': 'ERROR_MEMBER_NOT_IN_ALIAS',
  '00000562': 'ERROR_MEMBER_IN_ALIAS',
  '00000701': 'ERROR_ACCOUNT_EXPIRED',
  '00000773': 'ERROR_PASSWORD_MUST_CHANGE',
  '00000775': 'ERROR_ACCOUNT_LOCKED_OUT',
  '0000200A': 'ERROR_DS_NO_ATTRIBUTE_OR_VALUE',
  '0000200B': 'ERROR_DS_INVALID_ATTRIBUTE_SYNTAX',
  '0000200C': 'ERROR_DS_ATTRIBUTE_TYPE_UNDEFINED',
  '0000200E': 'ERROR_DS_BUSY',
  '0000200F': 'ERROR_DS_UNAVAILABLE',
  '00002014': 'ERROR_DS_OBJ_CLASS_VIOLATION',
  '00002015': 'ERROR_DS_CANT_ON_NON_LEAF',
  '00002016': 'ERROR_DS_CANT_ON_RDN',
  '00002028': 'ERROR_DS_STRONG_AUTH_REQUIRED',
  '0000202B': 'ERROR_DS_REFERRAL',
  '00002024': 'ERROR_DS_ADMIN_LIMIT_EXCEEDED',
  '0000202F': 'ERROR_DS_CONSTRAINT_VIOLATION',
  '00002030': 'ERROR_DS_NO_SUCH_OBJECT',
  '00002035': 'ERROR_DS_UNWILLING_TO_PERFORM',
  '00002037': 'ERROR_DS_NAMING_VIOLATION',
  '00002071': 'ERROR_DS_OBJ_STRING_NAME_EXISTS',
  '0000207D': 'ERROR_DS_ATT_NOT_DEF_FOR_CLASS',
  '00002081': 'ERROR_DS_SINGLE_VALUE_CONSTRAINT',
  '00002082': 'ERROR_DS_RANGE_CONSTRAINT',
  '00002083': 'ERROR_DS_ATT_VAL_ALREADY_EXISTS',
  '00002085': 'ERROR_DS_CANT_REM_MISSING_ATT_VAL',
  '00002089': 'ERROR_DS_NO_PARENT_OBJECT',
  '0000208D': 'ERROR_DS_OBJ_NOT_FOUND',
  '0000208F': 'ERROR_DS_BAD_NAME_SYNTAX',
  '00002098': 'ERROR_DS_INSUFF_ACCESS_RIGHTS',
  '0000209A': 'ERROR_DS_ATTRIBUTE_OWNED_BY_SAM',
  '000020B1': 'ERROR_DS_CANT_MOD_SYSTEM_ONLY',
  '000020B5': 'ERROR_DS_NAME_REFERENCE_INVALID',
  '000021C8': 'ERROR_DS_UPN_VALUE_NOT_UNIQUE_IN_FOREST',
};

const subCodeText = (subCode: string | undefined): string => {
  if (subCode === undefined) return '';
  const name = NAMES[subCode];
  return ` (AD: ${subCode}${name === undefined ? '' : ` ${name}`})`;
};

export const adRefusalTexts = {
  /** Every code that has a sentence of its own. */
  codes: [...Object.keys(SENTENCES), ...Object.keys(ABOUT_A_VALUE)],

  sentence(
    code: string,
    { subCode, attribute, limit }: { subCode?: string | undefined; attribute?: string | undefined; limit?: number | undefined } = {},
  ): string {
    const what = attribute === undefined ? 'ett attribut' : `${externalAdTexts.attributeName(attribute)} (${attribute})`;
    const sentence = ABOUT_A_VALUE[code]?.(what, limit) ?? SENTENCES[code] ?? SENTENCES.unrecognised ?? code;
    return `${sentence}${subCodeText(subCode)}`;
  },
};
