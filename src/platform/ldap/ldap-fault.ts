/** What a server, or the way to it, did that ends a read. Neither a DN nor a value nor a secret is ever in it. */
export type LdapFaultKind =
  /** No connection: the name is unknown, nobody listens, no answer in time. */
  | 'unreachable'
  /** The certificate is not trusted, of another name, expired; or no encryption could be agreed on. */
  | 'tls'
  /** A password, key or certificate that is configured and cannot be used. */
  | 'credentials'
  /** The server refused who we are. */
  | 'bind'
  /** The connection ended after it was open. */
  | 'lost'
  | 'timeout'
  /** What came is no LDAP. */
  | 'protocol'
  /** A result code other than success. */
  | 'result'
  | 'paging-missing'
  | 'paging-repeated'
  | 'reference'
  | 'outside-base'
  | 'undecodable'
  /** An attribute with more values than the server gives at once. */
  | 'value-range'
  | 'sentinel'
  | 'aborted';

export class LdapFault extends Error {
  /** Out of reach of whatever prints an error. */
  readonly #diagnosticMessage: string;

  /** @param detail an error's code, an attribute's name: what may be shown */
  constructor(
    readonly kind: LdapFaultKind,
    readonly server: string,
    readonly detail: { resultCode?: number; cause?: string } = {},
    diagnosticMessage = '',
  ) {
    super(`LDAP: ${kind}`);
    this.name = 'LdapFault';
    this.#diagnosticMessage = diagnosticMessage;
  }

  /** What the server said beside the result code. It may quote names and values: to be decoded, never shown or kept. */
  get diagnosticMessage(): string {
    return this.#diagnosticMessage;
  }
}

/** A write was sent and its answer never came: it may have been done, or not. */
export class UnansweredWrite extends Error {
  constructor(readonly fault: LdapFault) {
    super(`LDAP: a write was not answered: ${fault.kind}`);
    this.name = 'UnansweredWrite';
  }
}

/** No server could be used: what each of them did. */
export class NoServerFault extends Error {
  constructor(readonly faults: readonly LdapFault[]) {
    super('LDAP: no server');
    this.name = 'NoServerFault';
  }
}

/** Result codes (RFC 4511, 4.1.9) that are told apart. */
export const RESULT = {
  success: 0,
  operationsError: 1,
  sizeLimitExceeded: 4,
  referral: 10,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  entryAlreadyExists: 68,
} as const;
