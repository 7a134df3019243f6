/** What of a diagnostic message may be given on. */
export interface Diagnostic {
  /** AD's own code, eight upper-case hexadecimal digits; null where the message begins with none. */
  subCode: string | null;
  /** Undefined where the message names none that is known. */
  attribute: string | undefined;
  /** It says that the schema has no such attribute or class. */
  isNotInSchema: boolean;
}

/** No server says more that means anything here. */
const LONGEST = 2000;

const CODE = /^([0-9A-Fa-f]{8}):/;

/** A log-in: the code in front is always the same, and what it was stands last. */
const LOG_IN = /^80090308: LdapErr: DSID-[0-9A-F]{8}, comment: AcceptSecurityContext error, data ([0-9a-f]{1,8}),/i;
const INVALID_CREDENTIALS = 49;

/** AD's own; it quotes no values. `Att 90290 (userPrincipalName)`, perhaps with `:len 34`. */
const ATTRIBUTE_ERROR = /^[0-9A-F]{8}: AtrErr: DSID-[0-9A-F]{8}, #1:/i;
const ATTRIBUTE = /, Att [0-9a-f]{1,8} \(([A-Za-z][A-Za-z0-9-]{0,63})\)/;

/** ERROR_INVALID_PARAMETER: with result 16 an attribute or a class that the schema does not have. */
const PARAMETER = '00000057';

/** Samba's own words stand after its code and the name of a part of it, `samldb` say; not always does it give a code. */
const SAMBA_HEAD = /^(?:[0-9A-F]{8}: )?(?:\w+: )?/i;
/** The attribute stands in quotes, and so does what comes after it, the entry's name. */
const SAMBA_ATTRIBUTE = /^attribute '([A-Za-z][A-Za-z0-9-]{0,63})'(?: on entry |: )/;
const SAMBA_SCHEMA = 'was not found in the schema!';

/** Samba quotes names and values: only these words are taken out of what it says. */
const WORDS: readonly string[] = [
  ...['sAMAccountName', 'userPrincipalName', 'unicodePwd', 'userAccountControl', 'accountExpires', 'altSecurityIdentities', 'member'],
  ...['displayName', 'givenName', 'sn', 'mail', 'telephoneNumber', 'mobile', 'title', 'company', 'department', 'description'],
  ...['employeeID', 'employeeNumber', 'adminDescription', 'memberOf', 'objectClass'],
];

/**
 * | message | sub-code | attribute |
 * |---|---|---|
 * | `80090308: LdapErr: … AcceptSecurityContext error, data 52e,` at a log-in | 0000052E | none |
 * | `000021C8: AtrErr: DSID-…, #1: … Att 90290 (userPrincipalName)` | 000021C8 | userPrincipalName |
 * | `00000523: SysErr: DSID-…`, AD's otherwise | 00000523 | none |
 * | `00002071: samldb: samAccountName '…'`, Samba's with a code | 00002071 | the first of our words that is not quoted or in a DN |
 * | `0000200B: objectclass_attrs: attribute 'mail' on entry '…'`, Samba's | 0000200B | mail |
 * | `attribute 'mail': no such attribute for delete on '…'`, Samba's | none | mail |
 * | anything else | none | none |
 */
export function readDiagnostic(diagnosticMessage: string, resultCode: number): Diagnostic {
  const message = diagnosticMessage.slice(0, LONGEST);
  const logIn = resultCode === INVALID_CREDENTIALS ? LOG_IN.exec(message)?.[1] : undefined;
  if (logIn !== undefined) return { subCode: logIn.toUpperCase().padStart(8, '0'), attribute: undefined, isNotInSchema: false };
  const subCode = CODE.exec(message)?.[1]?.toUpperCase() ?? null;
  if (/^.{8}: \w+Err: DSID-/.test(message)) {
    const attribute = ATTRIBUTE_ERROR.test(message) ? ATTRIBUTE.exec(message)?.[1] : undefined;
    return { subCode, attribute, isNotInSchema: subCode === PARAMETER };
  }
  const words = message.trimEnd().replace(SAMBA_HEAD, '');
  const attribute = SAMBA_ATTRIBUTE.exec(words)?.[1] ?? (subCode === null ? undefined : knownWord(words));
  return { subCode, attribute, isNotInSchema: words.endsWith(SAMBA_SCHEMA) };
}

/** The first that stands as a word of its own, outside quotes and before any DN; Samba does not spell as the schema does. */
function knownWord(message: string): string | undefined {
  const words = message.replace(/'[^']*'|"[^"]*"|<[^>]*>|\w+=[^]*/g, ' ').split(/[^A-Za-z0-9-]+/);
  const known = words.map((word) => WORDS.find((one) => one.toLowerCase() === word.toLowerCase()));
  return known.find((word) => word !== undefined);
}
