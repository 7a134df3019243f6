import request, { type Test } from 'supertest';
import type { Principal } from '../../src/auth/principal';
import type { TestService } from './service';

type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options';

/** Requests as one principal sends them: a person's with what a browser says of the service's own pages. */
export type Client = Record<Method, (path: string) => Test>;

/**
 * The service's API on real HTTP: `api(service).as(person(heldRole('manager'))).get('/api/v1/orders')`. The service is
 * started with `http: true`; who asks is as the test says (faked), all else is real.
 */
export function api(service: TestService): { as: (principal: Principal) => Client; nobody: Client } {
  const client = (headers: Record<string, string>): Client => {
    const send = (method: Method) => (path: string) => request(service.httpServer)[method](path).set(headers);
    return {
      get: send('get'),
      head: send('head'),
      post: send('post'),
      put: send('put'),
      patch: send('patch'),
      delete: send('delete'),
      options: send('options'),
    };
  };
  return {
    as: (principal) =>
      client({
        Authorization: service.principals.tell(principal),
        ...(principal.kind === 'person' && { 'Sec-Fetch-Site': 'same-origin' }),
      }),
    nobody: client({}),
  };
}
