/** What AD answers instead of doing it. */
export class AdError extends Error {
  constructor(
    /** RFC 4511. */
    readonly code: number,
    /** As AD writes it, to the final line feed and null. */
    readonly diagnostic: string,
  ) {
    super(`${code} ${diagnostic}`);
    this.name = 'AdError';
  }
}

const END = '\n\0';

/** Codes of RFC 4511 that AD answers with. */
export const CODE = {
  operationsError: 1,
  sizeLimitExceeded: 4,
  strongerAuthRequired: 8,
  referral: 10,
  unavailableCriticalExtension: 12,
  noSuchAttribute: 16,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRdn: 67,
  entryAlreadyExists: 68,
  other: 80,
} as const;

const service = (win32: string, problem: string): string => `${win32}: SvcErr: DSID-031A12D2, problem ${problem}, data 0${END}`;
const update = (win32: string, problem: string): string => `${win32}: UpdErr: DSID-031A11FA, problem ${problem}, data 0${END}`;
const comment = (win32: string, text: string): string => `${win32}: LdapErr: DSID-0C090D8A, comment: ${text}, data 0, v4563\0`;

export const notBound = (): AdError =>
  new AdError(
    CODE.operationsError,
    comment('000004DC', 'In order to perform this operation a successful bind must be completed on the connection.'),
  );

export const needsEncryption = (): AdError =>
  new AdError(
    CODE.strongerAuthRequired,
    comment('00002028', 'The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection'),
  );

/** @param data Win32 error in hexadecimal, as AD writes it: `52e` */
export const badCredentials = (data: string): AdError =>
  new AdError(CODE.invalidCredentials, `80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data ${data}, v4563\0`);

export const noSuchObject = (bestMatch: string): AdError =>
  new AdError(
    CODE.noSuchObject,
    `0000208D: NameErr: DSID-0310028D, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${bestMatch}'${END}`,
  );

export const badName = (): AdError =>
  new AdError(CODE.invalidDnSyntax, `0000208F: NameErr: DSID-0310023B, problem 2006 (BAD_NAME), data 8350, best match of:\n\t''${END}`);

export const referral = (domain: string): AdError =>
  new AdError(CODE.referral, `0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: '${domain}'${END}`);

export const noRights = (): AdError =>
  new AdError(CODE.insufficientAccessRights, '00000005: SecErr: DSID-03152870, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0' + END);

export const nameTaken = (): AdError => new AdError(CODE.entryAlreadyExists, update('00002071', '6005 (ENTRY_EXISTS)'));
export const accountNameTaken = (): AdError => new AdError(CODE.entryAlreadyExists, update('00000524', '6005 (ENTRY_EXISTS)'));
export const alreadyMember = (): AdError => new AdError(CODE.entryAlreadyExists, update('00000562', '6005 (ENTRY_EXISTS)'));
export const notMember = (): AdError => new AdError(CODE.unwillingToPerform, service('00000561', '5003 (WILL_NOT_PERFORM)'));

export const badAccountName = (): AdError =>
  new AdError(CODE.other, '00000523: SysErr: DSID-031A1262, problem 22 (Invalid argument), data 0' + END);

/** Too weak a password, or none where there must be one. */
export const passwordRestriction = (): AdError => new AdError(CODE.unwillingToPerform, service('0000052D', '5003 (WILL_NOT_PERFORM)'));
/** A password without encryption, or not as AD wants it written. */
export const passwordUnusable = (): AdError => new AdError(CODE.unwillingToPerform, service('0000001F', '5003 (WILL_NOT_PERFORM)'));
export const ownedBySam = (): AdError => new AdError(CODE.unwillingToPerform, service('0000209A', '5003 (WILL_NOT_PERFORM)'));
export const illegalModification = (): AdError => new AdError(CODE.unwillingToPerform, service('00002077', '5003 (WILL_NOT_PERFORM)'));

export const notLeaf = (): AdError => new AdError(CODE.notAllowedOnNonLeaf, update('00002015', '6003 (CANT_ON_NON_LEAF)'));
export const isRdn = (): AdError => new AdError(CODE.notAllowedOnRdn, update('00002016', '6004 (CANT_ON_RDN)'));
export const namingViolation = (): AdError =>
  new AdError(
    CODE.namingViolation,
    `00002099: NameErr: DSID-0305109C, problem 2005 (NAMING_VIOLATION), data 0, best match of:\n\t''${END}`,
  );
export const notOfTheClass = (): AdError => new AdError(CODE.objectClassViolation, update('0000207D', '6002 (OBJ_CLASS_VIOLATION)'));

/** An attribute or a class that the schema does not have. */
export const undefinedInSchema = (): AdError =>
  new AdError(CODE.noSuchAttribute, comment('00000057', 'Error in attribute conversion operation'));
/** An empty value, or no number where there must be one. */
export const badSyntax = (): AdError =>
  new AdError(CODE.invalidAttributeSyntax, comment('00000057', 'Error in attribute conversion operation'));

export const unknownControl = (): AdError =>
  new AdError(CODE.unavailableCriticalExtension, comment('0000202C', 'Error processing control'));

const PROBLEMS = {
  [CODE.noSuchAttribute]: '1001 (NO_ATTRIBUTE_OR_VAL)',
  [CODE.constraintViolation]: '1005 (CONSTRAINT_ATT_TYPE)',
  [CODE.attributeOrValueExists]: '1006 (ATT_OR_VALUE_EXISTS)',
} as const;

/** @param octets of the value, as it is stored, where it is its length that was refused */
export function attributeError(
  code: keyof typeof PROBLEMS,
  win32: string,
  { id, name }: { id: string; name: string },
  octets: number | null = null,
): AdError {
  const where = `DSID-03151907, problem ${PROBLEMS[code]}, data 0, Att ${id} (${name})${octets === null ? '' : `:len ${octets}`}`;
  return new AdError(code, `${win32}: AtrErr: DSID-03151907, #1:\n\t0: ${win32}: ${where}${END}`);
}
