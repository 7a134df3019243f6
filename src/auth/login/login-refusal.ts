/** Why a login did not come about: stable words for the audit trail and the page that explains them. */
export const LOGIN_REFUSALS = [
  'provider-unavailable',
  'cancelled',
  'attempt-unknown',
  'response-invalid',
  'level-too-low',
  'hsa-id-missing',
  'hsa-id-ambiguous',
  'hsa-id-invalid',
] as const;
export type LoginRefusal = (typeof LOGIN_REFUSALS)[number];

export const isLoginRefusal = (text: unknown): text is LoginRefusal => (LOGIN_REFUSALS as readonly unknown[]).includes(text);

/** What the client library says of an answer, as far as it is needed. */
export interface LoginFault {
  /** Its own code, `OAUTH_JWT_CLAIM_COMPARISON_FAILED`, or that of its cause, `ECONNREFUSED`. */
  code?: unknown;
  /** The provider's word for it (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core 1.0, 3.1.2.6). */
  error?: unknown;
}

/** The provider says that it cannot answer, or that we are not who it thinks we are: operations' to mend. */
const PROVIDERS_TROUBLE: readonly unknown[] = ['server_error', 'temporarily_unavailable', 'invalid_client', 'unauthorized_client'];

/** The library found no answer, or one that is none. */
const NO_ANSWER: readonly unknown[] = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'ABORT_ERR'];

/** Node's codes of connections and certificates. */
const NETWORK = /^(E(?!RR_)[A-Z]+$|CERT_|DEPTH_|SELF_|UNABLE_|ERR_(SSL|TLS)_)/;

/**
 * | the provider's error                   | the library's code                     | is                     |
 * |----------------------------------------|----------------------------------------|------------------------|
 * | `access_denied`, `login_required`      |                                        | `cancelled`            |
 * | `unmet_authentication_requirements`    |                                        | `level-too-low`        |
 * | one of its own trouble                 |                                        | `provider-unavailable` |
 * | any other                              |                                        | `response-invalid`     |
 * | none                                   | of the network (`ECONNREFUSED`), of an answer that is none | `provider-unavailable` |
 * | none                                   | any other, none                        | `response-invalid`     |
 */
export function loginRefusalOf({ code, error }: LoginFault): LoginRefusal {
  if (error === 'access_denied' || error === 'login_required') return 'cancelled';
  if (error === 'unmet_authentication_requirements') return 'level-too-low';
  if (PROVIDERS_TROUBLE.includes(error)) return 'provider-unavailable';
  if (error !== undefined) return 'response-invalid';
  const isNetwork = NO_ANSWER.includes(code) || (typeof code === 'string' && NETWORK.test(code));
  return isNetwork ? 'provider-unavailable' : 'response-invalid';
}
