import type { Principal } from './principal';

/** What of a request tells who asks. An express request is one. */
export interface AskingRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Finds out who asks: somebody with a session, a program with an API key, or nobody. */
export abstract class Authentication {
  /** Null where nothing that was sent proves anything; never throws for what was sent. Roles are as they are now. */
  abstract authenticate(request: AskingRequest): Promise<Principal | null>;
}
