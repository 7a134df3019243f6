import { once } from 'node:events';
import type { Request, RequestHandler, Response } from 'express';
import { Passport } from 'passport';
import type { LoginStrategy, Tokens } from './login.strategy';

/** What came of a strategy. */
export type Ran =
  | { outcome: 'sent-away' }
  | { outcome: 'verified'; tokens: Tokens }
  /** Nobody began this login here, or the person broke it off. */
  | { outcome: 'failed'; error?: string };

/** Runs one strategy for one request. Our own session is made afterwards: passport's is not used. @throws what the strategy found wrong */
export async function run(strategy: LoginStrategy, request: Request, response: Response): Promise<Ran> {
  const sentAway = once(response, 'close').then((): Ran => ({ outcome: 'sent-away' }));
  const decided = new Promise<Ran>((resolve, reject) => {
    const done = (error: Error | null | undefined, tokens: Tokens | false | null | undefined, info: unknown): void => {
      if (error) reject(error);
      else if (tokens) resolve({ outcome: 'verified', tokens });
      else resolve({ outcome: 'failed', ...errorOf(info) });
    };
    const handle = new Passport().authenticate(strategy, { session: false }, done) as RequestHandler;
    void handle(request, response, reject);
  });
  return Promise.race([sentAway, decided]);
}

function errorOf(info: unknown): { error?: string } {
  const { error } = (info ?? {}) as { error?: unknown };
  return typeof error === 'string' ? { error } : {};
}
