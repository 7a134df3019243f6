import type { Instant } from '../../platform/time';

/** Who has logged in, as a session keeps it. What they may do is not kept: that is asked for each request. */
export interface LoggedIn {
  hsaId: string;
  name: string;
  /** Level of assurance; null in a demonstration. */
  acr: string | null;
  at: Instant;
  /** How: a session of a demonstration is worth nothing to a service that is none. */
  by: 'oidc' | 'demo';
  /** The provider's proof, for its logout; null where there is none. */
  idToken: string | null;
}
