/** The file ended where RFC 2849 lets no file end: it is not all there. */
const CUT_SHORT = ['empty', 'ended-inside-line', 'ended-inside-record'] as const;

/** The file is not valid LDIF, or LDIF of a kind that is no catalogue. */
type Invalid =
  | 'version'
  | 'change-record'
  | 'control'
  | 'url-value'
  | 'base64'
  | 'undecodable'
  | 'no-colon'
  | 'attribute-name'
  | 'continuation'
  | 'record-without-dn'
  | 'record-without-attributes'
  | 'second-dn'
  | 'dn-malformed'
  | 'dn-empty'
  | 'dn-duplicate'
  | 'line-too-long'
  | 'record-too-long';

export type LdifErrorCode = (typeof CUT_SHORT)[number] | Invalid;

/** What is wrong with an LDIF file and on which line, counted from 1. Holds nothing of what the line says. */
export class LdifError extends Error {
  constructor(
    readonly code: LdifErrorCode,
    readonly line: number,
    /** For `undecodable`: the attribute, one of those that are read. For `dn-duplicate`: the line of the first. */
    readonly detail: string | number | null = null,
  ) {
    super(`LDIF line ${line}: ${code}`);
    this.name = 'LdifError';
  }

  get isCutShort(): boolean {
    return (CUT_SHORT as readonly string[]).includes(this.code);
  }
}
