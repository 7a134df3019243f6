import { Authentication, type AskingRequest } from '../../../src/auth/authentication';
import type { Principal } from '../../../src/auth/principal';

const SCHEME = 'Told ';

/** In the place of login and keys: whoever a test says is known, and nobody else. */
export class ToldPrincipals extends Authentication {
  readonly #known: Principal[] = [];

  authenticate({ headers }: AskingRequest): Promise<Principal | null> {
    const { authorization = '' } = headers as Record<string, string>;
    return Promise.resolve(authorization.startsWith(SCHEME) ? (this.#known[Number(authorization.slice(SCHEME.length))] ?? null) : null);
  }

  /** The header that this principal's requests bear. */
  tell(principal: Principal): string {
    return `${SCHEME}${this.#known.push(principal) - 1}`;
  }
}
