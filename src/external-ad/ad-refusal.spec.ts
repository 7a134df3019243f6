import fc from 'fast-check';
import { adRefusalTexts } from '../texts/sv/ad-refusals';
import type { AdRefusalKind } from './active-directory';
import { adRefusalSentence, type AdRefusalCode, type Attempt, decodeRefusal } from './ad-refusal';
import { AD_REFUSAL_RULES } from './ad-refusal-rules';

const END = '\n\0';
const att = (subCode: string, problem: string, attribute: string): string =>
  `${subCode}: AtrErr: DSID-03200BBA, #1:\n\t0: ${subCode}: DSID-03200BBA, problem ${problem}, data 0, Att 90290 (${attribute})${END}`;
const logIn = (data: string): string => `80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data ${data}, v4563\0`;
const error = (subCode: string, kind: string, problem: string): string =>
  `${subCode}: ${kind}: DSID-031A12D2, problem ${problem}, data 0${END}`;
const comment = (subCode: string, text: string): string => `${subCode}: LdapErr: DSID-0C090D8A, comment: ${text}, data 0, v4563\0`;
const willNot = (subCode: string): string => error(subCode, 'SvcErr', '5003 (WILL_NOT_PERFORM)');
const exists = (subCode: string): string => error(subCode, 'UpdErr', '6005 (ENTRY_EXISTS)');

const modify = (...writes: string[]): Attempt => ({ operation: 'modify', writes });
const added: Attempt = { operation: 'add', writes: ['sAMAccountName', 'userPrincipalName', 'userAccountControl', 'unicodePwd'] };

type Row = [
  result: number,
  message: string,
  attempt: Attempt,
  code: AdRefusalCode,
  kind: AdRefusalKind,
  subCode?: string,
  attribute?: string,
];

/** The table above `decodeRefusal`, row by row, by the messages of AD. */
const OF_AD: Row[] = [
  [49, logIn('530'), {}, 'logon-hours', 'transient', '00000530'],
  [49, logIn('531'), {}, 'workstation', 'transient', '00000531'],
  [49, logIn('532'), {}, 'password-expired', 'transient', '00000532'],
  [49, logIn('773'), {}, 'password-must-change', 'transient', '00000773'],
  [49, logIn('533'), {}, 'account-disabled', 'transient', '00000533'],
  [49, logIn('701'), {}, 'account-expired', 'transient', '00000701'],
  [49, logIn('775'), {}, 'account-locked', 'transient', '00000775'],
  [49, logIn('52e'), {}, 'bad-credentials', 'transient', '0000052E'],
  [49, logIn('525'), {}, 'bad-credentials', 'transient', '00000525'],
  [48, '', {}, 'bad-credentials', 'transient'],
  [1, comment('000004DC', 'In order to perform this operation …'), {}, 'not-bound', 'transient', '000004DC'],
  [8, comment('00002028', 'The server requires binds to turn on …'), {}, 'encryption-required', 'transient', '00002028'],
  [13, '', {}, 'encryption-required', 'transient'],
  [53, willNot('0000001F'), modify('unicodePwd'), 'encryption-required', 'transient', '0000001F'],
  [53, willNot('0000001F'), added, 'encryption-required', 'transient', '0000001F'],
  [51, error('0000200E', 'SvcErr', '5001 (BUSY)'), modify('mail'), 'busy', 'transient', '0000200E'],
  [52, error('0000200F', 'SvcErr', '5002 (UNAVAILABLE)'), {}, 'unavailable', 'transient', '0000200F'],
  [10, `0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: 'x.se'${END}`, {}, 'read-only', 'transient', '0000202B'],
  [53, willNot('00000013'), {}, 'read-only', 'transient', '00000013'],
  [3, '', {}, 'time-limit', 'unknown'],
  [4, '', {}, 'size-limit', 'permanent'],
  [11, error('00002024', 'SvcErr', '5008 (ADMIN_LIMIT_EXCEEDED)'), {}, 'admin-limit', 'permanent', '00002024'],
  [50, error('00002098', 'SecErr', '4003 (INSUFF_ACCESS_RIGHTS)'), {}, 'no-rights', 'permanent', '00002098'],
  [50, '', {}, 'no-rights', 'permanent'],
  [53, willNot('00000005'), {}, 'no-rights', 'permanent', '00000005'],
  [68, exists('00000524'), added, 'account-name-taken', 'permanent', '00000524', 'sAMAccountName'],
  [68, exists('00000526'), added, 'account-name-taken', 'permanent', '00000526', 'sAMAccountName'],
  [
    19,
    att('000021C8', '1005 (CONSTRAINT_ATT_TYPE)', 'userPrincipalName'),
    added,
    'upn-taken',
    'permanent',
    '000021C8',
    'userPrincipalName',
  ],
  [19, error('000021C8', 'AtrErr', '1005 (CONSTRAINT_ATT_TYPE)'), added, 'upn-taken', 'permanent', '000021C8', 'userPrincipalName'],
  [68, exists('00000562'), modify('member'), 'already-member', 'permanent', '00000562', 'member'],
  [68, exists('00000528'), modify('member'), 'already-member', 'permanent', '00000528', 'member'],
  [68, exists('00000562'), {}, 'already-member', 'permanent', '00000562', 'member'],
  [20, '', modify('member'), 'already-member', 'permanent', undefined, 'member'],
  [53, willNot('00000561'), modify('member'), 'not-member', 'permanent', '00000561', 'member'],
  [53, willNot('00000529'), modify('member'), 'not-member', 'permanent', '00000529', 'member'],
  [53, willNot('00000561'), {}, 'not-member', 'permanent', '00000561', 'member'],
  [16, '', modify('member'), 'not-member', 'permanent', undefined, 'member'],
  [68, exists('00002071'), added, 'name-taken', 'permanent', '00002071'],
  [68, exists('00002099'), added, 'entry-exists', 'permanent', '00002099'],
  [53, willNot('0000052D'), modify('userAccountControl'), 'enabling-without-password', 'permanent', '0000052D', 'userAccountControl'],
  [53, willNot('0000052D'), added, 'password-policy', 'permanent', '0000052D', 'unicodePwd'],
  [53, willNot('0000052D'), {}, 'password-policy', 'permanent', '0000052D', 'unicodePwd'],
  [80, error('00000523', 'SysErr', '22 (Invalid argument)'), added, 'bad-account-name', 'permanent', '00000523', 'sAMAccountName'],
  [
    19,
    att('00002082', '1005 (CONSTRAINT_ATT_TYPE)', 'employeeID').replace('(employeeID)', '(employeeID):len 34'),
    added,
    'value-too-long',
    'permanent',
    '00002082',
    'employeeID',
  ],
  [32, error('00002089', 'UpdErr', '5012 (DIR_ERROR)'), {}, 'unit-missing', 'permanent', '00002089'],
  [19, att('000020B5', '1005 (CONSTRAINT_ATT_TYPE)', 'member'), modify('member'), 'no-such-object', 'permanent', '000020B5', 'member'],
  [
    32,
    `0000208D: NameErr: DSID-0310028D, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'OU=Externa'${END}`,
    added,
    'unit-missing',
    'permanent',
    '0000208D',
  ],
  [
    32,
    `0000208D: NameErr: DSID-0310028D, problem 2001 (NO_OBJECT), data 0, best match of:\n\t''${END}`,
    { operation: 'delete' },
    'no-such-object',
    'permanent',
    '0000208D',
  ],
  [32, '', { operation: 'rename' }, 'unit-missing', 'permanent'],
  [66, error('00002015', 'UpdErr', '6003 (CANT_ON_NON_LEAF)'), {}, 'not-leaf', 'permanent', '00002015'],
  [53, willNot('0000209A'), modify('memberOf'), 'not-writable', 'permanent', '0000209A', 'memberOf'],
  [
    19,
    att('000020B1', '1005 (CONSTRAINT_ATT_TYPE)', 'uSNChanged'),
    modify('uSNChanged'),
    'not-writable',
    'permanent',
    '000020B1',
    'uSNChanged',
  ],
  [65, error('0000207D', 'UpdErr', '6002 (OBJ_CLASS_VIOLATION)'), modify('groupType'), 'schema', 'permanent', '0000207D', 'groupType'],
  [16, comment('00000057', 'Error in attribute conversion operation'), modify('x', 'y'), 'schema', 'permanent', '00000057'],
  [17, '', {}, 'schema', 'permanent'],
  [53, willNot('0000200C'), {}, 'schema', 'permanent', '0000200C'],
  [16, att('00002085', '1001 (NO_ATTRIBUTE_OR_VAL)', 'mail'), modify('mail', 'sn'), 'value-missing', 'transient', '00002085', 'mail'],
  [20, att('00002081', '1006 (ATT_OR_VALUE_EXISTS)', 'mail'), modify('mail', 'sn'), 'value-exists', 'transient', '00002081', 'mail'],
  [19, att('00002081', '1005 (CONSTRAINT_ATT_TYPE)', 'mail'), {}, 'bad-value', 'permanent', '00002081', 'mail'],
  [21, comment('00000057', 'Error in attribute conversion operation'), modify('mail'), 'bad-value', 'permanent', '00000057', 'mail'],
  [
    34,
    `0000208F: NameErr: DSID-0310023B, problem 2006 (BAD_NAME), data 8350, best match of:\n\t''${END}`,
    {},
    'bad-name',
    'permanent',
    '0000208F',
  ],
  [64, error('00002099', 'NameErr', '2005 (NAMING_VIOLATION)'), {}, 'bad-name', 'permanent', '00002099'],
  [69, '', {}, 'not-writable', 'permanent'],
  [67, error('00002016', 'UpdErr', '6004 (CANT_ON_RDN)'), modify('cn'), 'not-writable', 'permanent', '00002016', 'cn'],
  [19, att('0000202F', '1005 (CONSTRAINT_ATT_TYPE)', 'mobile'), modify('mobile', 'sn'), 'constraint', 'permanent', '0000202F', 'mobile'],
  [53, willNot('00002077'), {}, 'unwilling', 'permanent', '00002077'],
  [2, comment('00000057', 'Error decoding ldap message'), {}, 'protocol-refused', 'permanent', '00000057'],
  [12, '', {}, 'protocol-refused', 'permanent'],
  [80, '', {}, 'unrecognised', 'unknown'],
  [1, error('000020D6', 'SvcErr', '5012 (DIR_ERROR)'), {}, 'unrecognised', 'unknown', '000020D6'],
];

/** The same of Samba, where it says it otherwise. */
const OF_SAMBA: Row[] = [
  [16, "attribute 'mail': no such attribute for delete on 'CN=a,DC=x'", added, 'value-missing', 'transient', undefined, 'mail'],
  [
    16,
    "attribute 'altSecurityIdentities': no matching attribute value while deleting attribute on 'CN=a,DC=x'",
    added,
    'value-missing',
    'transient',
    undefined,
    'altSecurityIdentities',
  ],
  [20, "attribute 'mail': value #24 on 'CN=a,DC=x' already exists", added, 'value-exists', 'transient', undefined, 'mail'],
  [
    16,
    "acl_modify: attribute 'hsaIdentity' on entry 'CN=a,DC=x' was not found in the schema!",
    added,
    'schema',
    'permanent',
    undefined,
    'hsaIdentity',
  ],
  [
    80,
    '00002095: objectclass: Cannot rename CN=x,DC=x, parent does not exist!',
    { operation: 'rename' },
    'unit-missing',
    'permanent',
    '00002095',
  ],
  [
    32,
    "00000525: specified dn doesn't exist at ldb_modules/extended_dn_store.c:160:extended_dn_handle_fpo_attr",
    modify('member'),
    'no-such-object',
    'permanent',
    '00000525',
  ],
  [66, '00002015: subtree_delete: Unable to delete a non-leaf node (it has 1 children)!', {}, 'not-leaf', 'permanent', '00002015'],
  [68, "00002071: samldb: samAccountName 'mail' already in use!", added, 'account-name-taken', 'permanent', '00002071', 'sAMAccountName'],
  [
    68,
    "00002071: samldb: Account name (sAMAccountName) 'x' already in use!",
    added,
    'account-name-taken',
    'permanent',
    '00002071',
    'sAMAccountName',
  ],
  [19, "0000202F: samldb: userPrincipalName 'a@b.se' is already in use ", added, 'upn-taken', 'permanent', '0000202F', 'userPrincipalName'],
  [68, 'Entry CN=sAMAccountName,OU=x,DC=y already exists', added, 'name-taken', 'permanent'],
  [68, 'Attribute member already exists for target GUID 1', modify('member'), 'already-member', 'permanent', undefined, 'member'],
  [53, "Attribute member doesn't exist for target GUID 1", modify('member'), 'not-member', 'permanent', undefined, 'member'],
  [
    19,
    '0000052D: Constraint violation - check_password_restrictions: the password is too short. It should be equal or longer than 7 characters!',
    added,
    'password-policy',
    'permanent',
    '0000052D',
    'unicodePwd',
  ],
  [
    21,
    "0000200B: objectclass_attrs: attribute 'userAccountControl' on entry 'CN=Jim,DC=x' contains at least one invalid value!",
    added,
    'bad-value',
    'permanent',
    '0000200B',
    'userAccountControl',
  ],
];

describe('a refusal', () => {
  it.each([...OF_AD, ...OF_SAMBA].map((row) => ({ row, of: `${row[0]} ${JSON.stringify(row[1])} (${row[3]})` })))(
    '$of is decoded',
    ({ row }) => {
      const [result, message, attempt, code, kind, subCode, attribute] = row;
      expect(decodeRefusal(result, message, attempt)).toEqual({
        kind,
        code,
        ...(subCode === undefined ? {} : { subCode }),
        ...(attribute === undefined ? {} : { attribute }),
      });
    },
  );

  it('has a row for every code and kind of the rules', () => {
    const ofRules = AD_REFUSAL_RULES.map(({ code, kind }) => `${code} ${kind}`);
    const ofRows = [...OF_AD, ...OF_SAMBA].map(([, , , code, kind]) => `${code} ${kind}`);
    expect(new Set(ofRows)).toEqual(new Set(ofRules));
  });

  it('reads a long message in no time', () => {
    const started = performance.now();
    decodeRefusal(53, `00002035: ${'a'.repeat(5_000_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('holds of the message no more than a code and the name of an attribute, whatever comes', () => {
    const secret = 'Lotta Hemlig';
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(secret, "'", '(', ')', ':', 'Att 90290 (', '0000202F: ', 'AtrErr: DSID-03200BBA, #1:', ', data 52e,'),
    );
    const message = fc.array(text, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        message,
        fc.constantFrom<Attempt>({}, added, modify('member')),
        (result, sent, attempt) => {
          const { kind, code, subCode, attribute, ...more } = decodeRefusal(result, sent, attempt);
          expect(more).toEqual({});
          expect(['transient', 'unknown', 'permanent']).toContain(kind);
          expect(code).toMatch(/^[a-z-]+$/);
          expect(subCode ?? '00000000').toMatch(/^[0-9A-F]{8}$/);
          expect(attribute ?? 'mail').toMatch(/^[A-Za-z][A-Za-z0-9-]{0,63}$/);
          expect(JSON.stringify({ subCode, attribute })).not.toContain(secret);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes no attribute out of what Samba quotes', () => {
    const message = '00002071: samldb: sAMAccountName \'userPrincipalName\' already in use, mail "mobile"';
    expect(decodeRefusal(68, message).attribute).toBe('sAMAccountName');
    expect(decodeRefusal(32, '00002030: objectclass: Cannot add CN=title,DC=x, parent does not exist!').attribute).toBeUndefined();
    expect(decodeRefusal(19, "0000202F: the value 'title' Att 90290 (Andersson)").attribute).toBeUndefined();
  });
});

describe('its sentence', () => {
  const sent = [...OF_AD, ...OF_SAMBA].map(([result, message, attempt]) => decodeRefusal(result, message, attempt));

  it('is there for every code', () => {
    for (const { code } of sent) expect(adRefusalTexts.codes).toContain(code);
    expect(new Set(adRefusalTexts.codes.map((code) => adRefusalSentence({ code }))).size).toBe(adRefusalTexts.codes.length);
  });

  it.each([
    [
      { code: 'value-too-long', attribute: 'department', subCode: '00002082' },
      'AD godtar inte enhet (department): värdet är för långt, högst 64 tecken tas emot. Rätta det i HSA. (AD: 00002082 ERROR_DS_RANGE_CONSTRAINT)',
    ],
    [{ code: 'value-too-long', attribute: 'employeeID' }, 'AD godtar inte employeeID (employeeID): värdet är för långt. Rätta det i HSA.'],
    [{ code: 'busy', subCode: 'DEADBEEF' }, 'Domänkontrollanten är upptagen. Det görs om av sig självt. (AD: DEADBEEF)'],
    [{ code: 'constraint' }, 'AD godtar inte ett attribut: värdet bryter mot en regel i AD. AD-förvaltningen kan säga vilken.'],
  ])('names the attribute, the rule and AD’s own error: %j', (refusal, sentence) => {
    expect(adRefusalSentence(refusal)).toBe(sentence);
  });

  it('is that of the unknown for a code that nobody knows', () => {
    expect(adRefusalSentence({ code: 'new-code' })).toBe(adRefusalSentence({ code: 'unrecognised' }));
  });
});
