import type { AdRefusalKind } from './active-directory';

/** What was tried, in our own words: where AD's message leaves open what it refused, this tells. */
export interface Attempt {
  operation?: 'bind' | 'search' | 'add' | 'modify' | 'rename' | 'delete';
  /** AD names of the attributes that the request wrote. */
  writes?: readonly string[];
}

export interface AdRefusalRule {
  result?: readonly number[];
  subCode?: readonly string[];
  attribute?: string;
  operation?: Attempt['operation'];
  /** The request wrote this … */
  writes?: string;
  /** … and not this. */
  without?: string;
  /** AD says so. */
  isNotInSchema?: true;
  /** The attribute that it can only have been. */
  means?: string;
  code: string;
  kind: AdRefusalKind;
}

/**
 * The first row that fits. Sub-codes are Win32 errors, which Samba writes too; from a bind it is the one after `data`.
 *
 * | result | sub-code | tried or named | code | kind |
 * |---|---|---|---|---|
 * | 49 | 00000530 | | logon-hours | transient |
 * | 49 | 00000531 | | workstation | transient |
 * | 49 | 00000532 | | password-expired | transient |
 * | 49 | 00000773 | | password-must-change | transient |
 * | 49 | 00000533 | | account-disabled | transient |
 * | 49 | 00000701 | | account-expired | transient |
 * | 49 | 00000775 | | account-locked | transient |
 * | 49, 48 | any | | bad-credentials | transient |
 * | 1 | 000004DC | | not-bound | transient |
 * | 8, 13 | any | | encryption-required | transient |
 * | any | 0000001F | wrote unicodePwd | encryption-required | transient |
 * | 51 | any | | busy | transient |
 * | 52 | any | | unavailable | transient |
 * | 10 | any | | read-only | transient |
 * | any | 00000013 | | read-only | transient |
 * | 3 | any | | time-limit | unknown |
 * | 4 | any | | size-limit | permanent |
 * | 11 | any | | admin-limit | permanent |
 * | 50 | any | | no-rights | permanent |
 * | any | 00000005, 00002098 | | no-rights | permanent |
 * | any | 00000524, 00000526, 00000553 | | account-name-taken | permanent |
 * | 68 | any | names sAMAccountName | account-name-taken | permanent |
 * | any | 000021C8 | | upn-taken | permanent |
 * | 19, 68 | 0000202F, 00002071 | names userPrincipalName | upn-taken | permanent |
 * | any | 00000528, 00000562 | | already-member | permanent |
 * | 20, 68 | any | wrote member | already-member | permanent |
 * | any | 00000529, 00000561 | | not-member | permanent |
 * | 16, 53 | any | modified member | not-member | permanent |
 * | 68 | 00002071 or none | | name-taken | permanent |
 * | 68 | any other | | entry-exists | permanent |
 * | 19, 53 | 0000052D | wrote userAccountControl without unicodePwd | enabling-without-password | permanent |
 * | any | 0000052D, 0000052C, 00000056 | | password-policy | permanent |
 * | any | 00000523 | | bad-account-name | permanent |
 * | any | 00002082 | | value-too-long | permanent |
 * | any | 00002089 | | unit-missing | permanent |
 * | any | 000020B5, 00000525 | | no-such-object | permanent |
 * | 32 | any | added | unit-missing | permanent |
 * | 32 | any | renamed | unit-missing | permanent |
 * | 80 | 00002095 | renamed | unit-missing | permanent |
 * | 32 | any | | no-such-object | permanent |
 * | 66 | any | | not-leaf | permanent |
 * | any | 0000209A, 000020B1, 00002016 | | not-writable | permanent |
 * | any | 0000200C, 0000207D, 00002014 | | schema | permanent |
 * | 17, 65 | any | | schema | permanent |
 * | 16 | any | says that the schema lacks it | schema | permanent |
 * | 16 | any | | value-missing | transient |
 * | 20 | any | | value-exists | transient |
 * | any | 0000200B, 00002081 | | bad-value | permanent |
 * | 21 | any | | bad-value | permanent |
 * | 34, 64 | any | | bad-name | permanent |
 * | 67, 69 | any | | not-writable | permanent |
 * | 19 | any | | constraint | permanent |
 * | 53 | any | | unwilling | permanent |
 * | 2, 7, 12 | any | | protocol-refused | permanent |
 * | any other | any | | unrecognised | unknown |
 *
 * What is refused of the service itself (its log-in, the encryption) says nothing about an account: it is transient, so
 * that no account is held for it. An error within AD (1, 80) does not tell whether anything was written: unknown.
 */
export const AD_REFUSAL_RULES = [
  { result: [49], subCode: ['00000530'], code: 'logon-hours', kind: 'transient' },
  { result: [49], subCode: ['00000531'], code: 'workstation', kind: 'transient' },
  { result: [49], subCode: ['00000532'], code: 'password-expired', kind: 'transient' },
  { result: [49], subCode: ['00000773'], code: 'password-must-change', kind: 'transient' },
  { result: [49], subCode: ['00000533'], code: 'account-disabled', kind: 'transient' },
  { result: [49], subCode: ['00000701'], code: 'account-expired', kind: 'transient' },
  { result: [49], subCode: ['00000775'], code: 'account-locked', kind: 'transient' },
  { result: [49, 48], code: 'bad-credentials', kind: 'transient' },
  { result: [1], subCode: ['000004DC'], code: 'not-bound', kind: 'transient' },
  { result: [8, 13], code: 'encryption-required', kind: 'transient' },
  { subCode: ['0000001F'], writes: 'unicodePwd', code: 'encryption-required', kind: 'transient' },
  { result: [51], code: 'busy', kind: 'transient' },
  { result: [52], code: 'unavailable', kind: 'transient' },
  { result: [10], code: 'read-only', kind: 'transient' },
  { subCode: ['00000013'], code: 'read-only', kind: 'transient' },
  { result: [3], code: 'time-limit', kind: 'unknown' },
  { result: [4], code: 'size-limit', kind: 'permanent' },
  { result: [11], code: 'admin-limit', kind: 'permanent' },
  { result: [50], code: 'no-rights', kind: 'permanent' },
  { subCode: ['00000005', '00002098'], code: 'no-rights', kind: 'permanent' },
  { subCode: ['00000524', '00000526', '00000553'], means: 'sAMAccountName', code: 'account-name-taken', kind: 'permanent' },
  { result: [68], attribute: 'sAMAccountName', code: 'account-name-taken', kind: 'permanent' },
  { subCode: ['000021C8'], means: 'userPrincipalName', code: 'upn-taken', kind: 'permanent' },
  { result: [19, 68], subCode: ['0000202F', '00002071'], attribute: 'userPrincipalName', code: 'upn-taken', kind: 'permanent' },
  { subCode: ['00000528', '00000562'], means: 'member', code: 'already-member', kind: 'permanent' },
  { result: [20, 68], writes: 'member', means: 'member', code: 'already-member', kind: 'permanent' },
  { subCode: ['00000529', '00000561'], means: 'member', code: 'not-member', kind: 'permanent' },
  { result: [16, 53], operation: 'modify', writes: 'member', means: 'member', code: 'not-member', kind: 'permanent' },
  { result: [68], subCode: ['00002071', ''], code: 'name-taken', kind: 'permanent' },
  { result: [68], code: 'entry-exists', kind: 'permanent' },
  {
    result: [19, 53],
    subCode: ['0000052D'],
    writes: 'userAccountControl',
    without: 'unicodePwd',
    means: 'userAccountControl',
    code: 'enabling-without-password',
    kind: 'permanent',
  },
  { subCode: ['0000052D', '0000052C', '00000056'], means: 'unicodePwd', code: 'password-policy', kind: 'permanent' },
  { subCode: ['00000523'], means: 'sAMAccountName', code: 'bad-account-name', kind: 'permanent' },
  { subCode: ['00002082'], code: 'value-too-long', kind: 'permanent' },
  { subCode: ['00002089'], code: 'unit-missing', kind: 'permanent' },
  { subCode: ['000020B5', '00000525'], code: 'no-such-object', kind: 'permanent' },
  { result: [32], operation: 'add', code: 'unit-missing', kind: 'permanent' },
  { result: [32], operation: 'rename', code: 'unit-missing', kind: 'permanent' },
  { result: [80], subCode: ['00002095'], operation: 'rename', code: 'unit-missing', kind: 'permanent' },
  { result: [32], code: 'no-such-object', kind: 'permanent' },
  { result: [66], code: 'not-leaf', kind: 'permanent' },
  { subCode: ['0000209A', '000020B1', '00002016'], code: 'not-writable', kind: 'permanent' },
  { subCode: ['0000200C', '0000207D', '00002014'], code: 'schema', kind: 'permanent' },
  { result: [17, 65], code: 'schema', kind: 'permanent' },
  { result: [16], isNotInSchema: true, code: 'schema', kind: 'permanent' },
  { result: [16], code: 'value-missing', kind: 'transient' },
  { result: [20], code: 'value-exists', kind: 'transient' },
  { subCode: ['0000200B', '00002081'], code: 'bad-value', kind: 'permanent' },
  { result: [21], code: 'bad-value', kind: 'permanent' },
  { result: [34, 64], code: 'bad-name', kind: 'permanent' },
  { result: [67, 69], code: 'not-writable', kind: 'permanent' },
  { result: [19], code: 'constraint', kind: 'permanent' },
  { result: [53], code: 'unwilling', kind: 'permanent' },
  { result: [2, 7, 12], code: 'protocol-refused', kind: 'permanent' },
  { code: 'unrecognised', kind: 'unknown' },
] as const satisfies readonly AdRefusalRule[];

export type AdRefusalCode = (typeof AD_REFUSAL_RULES)[number]['code'];
