import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import type { RouteOptions } from './route';

/** A request that was let in, as its handler's arguments are taken from it. */
export interface Asked {
  principal: Principal;
  route: RouteOptions;
  /** Method and address as declared, `GET /api/v1/orders/:number`: nothing of what was sent. */
  template: string;
  reach: Reach;
  params: unknown;
  query: unknown;
  body: unknown;
  /** From If-Match. */
  version: number | null;
}

export interface ApiRequest extends Request {
  /** Undefined before anybody has looked; null: nobody. */
  principal?: Principal | null;
  asked?: Asked;
}

/** The request's id in logs, audit rows and problem details; one of its own where it failed before it was given any. */
export const traceOf = (request: Request): string => {
  const { id } = request as { id?: unknown };
  return typeof id === 'string' ? id : randomUUID();
};

/** Whether problem details answer here; people's pages have their own. */
export const isApi = ({ originalUrl }: Pick<Request, 'originalUrl'>): boolean => /^\/api(?:[/?]|$)/.test(originalUrl);
