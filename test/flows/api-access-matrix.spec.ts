/*
 * Who may ask what: every route that there is, for every role, a key and nobody, in one's own municipality and in a
 * foreign one. Routes are found by themselves; each says in its `sample` what may be sent to it. Real: the whole service,
 * HTTP. Faked: the clock, who asks.
 */
import type { Response } from 'supertest';
import { type DeclaredRoute, Routes } from '../../src/api/routes.service';
import { isFileBody, type RouteOptions } from '../../src/api/route';
import { PERMISSIONS, type Permission } from '../../src/auth/permission';
import type { PersonPrincipal } from '../../src/auth/principal';
import { type Role, ROLES } from '../../src/auth/role';
import { api, type Client } from '../support/api';
import { type ApiWorld, apiWorld } from '../support/api-world';
import { heldRole, machine, person, personWith } from '../support/builders/principal';

jest.setTimeout(180_000);

type Guarded = DeclaredRoute & { options: RouteOptions };

let world: ApiWorld;
let routes: Guarded[];

beforeAll(async () => {
  world = await apiWorld();
  routes = world.service.get(Routes).all.filter((route): route is Guarded => route.options !== null);
});
afterAll(() => world.service.close());

const rolesOf = ({ options: { permission, roles } }: Guarded): readonly Role[] =>
  roles?.(world.service.configuration) ?? PERMISSIONS[permission];
const nameOf = ({ method, path }: DeclaredRoute): string => `${method} ${path}`;
const changes = ({ method }: DeclaredRoute): boolean => method !== 'GET';

/** Parts that lead to something in `berg`, and the same a little altered: they lead to nothing. */
function partsOf({ path, options }: Guarded): { known: boolean; parts: Record<string, string> } {
  const found = Object.entries(world.existing).filter(([beginning]) => path === beginning || path.startsWith(`${beginning}/`));
  const parts = Object.assign({ ...options.sample?.params }, ...found.map(([, one]) => one)) as Record<string, string>;
  return { known: found.length > 0, parts };
}
const altered = (text: string): string =>
  text.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, (last) => (last === 'e' ? 'f' : last === '7' ? '8' : /\d/.test(last) ? '7' : 'e'));

function send(client: Client, route: Guarded, parts = partsOf(route).parts): Promise<Response> {
  const { options, method, path } = route;
  const address = path.replaceAll(/:(\w+)/g, (_part, name: string) => encodeURIComponent(parts[name] ?? 'nothing'));
  const request = client[method.toLowerCase() as 'get'](address);
  if (options.ifMatch) void request.set('If-Match', '"1"');
  if (options.sample?.query) void request.query(options.sample.query);
  if (isFileBody(options.body)) return request.type(options.body.types[0] ?? '').send('x');
  return options.body ? request.send(options.sample?.body as object) : request;
}

/** Employed where the role is: what concerns themselves tells of no other municipality. */
const oneOf = (role: Role, municipality: string | null): PersonPrincipal => {
  const hsaId = municipality === 'are' ? 'SE2120002494-CHEF' : 'SE2120002502-CHEF';
  return personWith([heldRole(role, municipality)], { hsaId, hsaIdKey: hsaId.toLowerCase() });
};

/** What tells answers apart for whoever asks. */
const told = ({ status, body }: Response): unknown => ({ status, body: { ...(body as object), trace: null } });

/** Refusals that have to do with the thing itself, not with who asks. */
const isLetIn = ({ status, body }: Response, { options }: Guarded): boolean =>
  status < 500 && (![401, 403].includes(status) || Object.hasOwn(options.refusals ?? {}, (body as { code: string }).code));

async function faults(check: (route: Guarded) => Promise<string | null>, among: readonly Guarded[] = routes): Promise<string[]> {
  const found: string[] = [];
  for (const route of among) {
    const fault = await check(route);
    if (fault !== null) found.push(`${nameOf(route)}: ${fault}`);
  }
  return found;
}

const deny = (client: Client, status: number, code: string) => async (route: Guarded) => {
  const answer = await send(client, route);
  return answer.status === status && (answer.body as { code: string }).code === code ? null : `${answer.status} ${answer.text}`;
};

it('there are routes, and each has what it takes to try it', () => {
  expect(routes.length).toBeGreaterThan(8);
  const lacking = routes.filter(
    ({ options: { params, body, sample } }) => (params && !sample?.params) || (body && !isFileBody(body) && sample?.body === undefined),
  );
  expect(lacking.map(nameOf)).toEqual([]);
});

it('nobody is let in anywhere, and is told the same everywhere', async () => {
  expect(await faults(deny(api(world.service).nobody, 401, 'not-authenticated'))).toEqual([]);
});

describe.each(ROLES)('a %s', (role) => {
  const as = (municipality: string | null): Client => api(world.service).as(oneOf(role, municipality));
  const isPermitted = (route: Guarded): boolean => route.options.permission === 'self' || rolesOf(route).includes(role);

  it('is denied what the role does not permit, whatever there is, and each time is a row in the audit trail', async () => {
    const denied = routes.filter((route) => !isPermitted(route));
    const rows = (await world.service.auditRows()).length;
    for (const municipality of ['berg', 'are', null])
      expect(await faults(deny(as(municipality), 403, 'not-permitted'), denied)).toEqual([]);
    const written = (await world.service.auditRows()).slice(rows).filter(({ action }) => action === 'access-denied');
    expect(written).toHaveLength(3 * denied.length);
  });

  it('whose role has ended, or has not begun, is denied everything but what concerns themselves', async () => {
    const ended = api(world.service).as(person(heldRole(role, null, { to: '2020-01-01' }), heldRole(role, null, { from: '2099-01-01' })));
    expect(
      await faults(
        deny(ended, 403, 'not-permitted'),
        routes.filter(({ options }) => options.permission !== 'self'),
      ),
    ).toEqual([]);
  });

  it('is let in where the role permits it', async () => {
    const permitted = routes.filter(isPermitted);
    const check = async (route: Guarded) => {
      const answer = await send(as('berg'), route);
      return isLetIn(answer, route) ? null : `${answer.status} ${answer.text}`;
    };
    expect(
      await faults(
        check,
        permitted.filter((route) => !changes(route)),
      ),
    ).toEqual([]);
  });

  it('of a foreign municipality finds nothing of this one, and cannot tell what is there', async () => {
    const check = async (route: Guarded) => {
      const foreign = await send(as('are'), route);
      if (!isLetIn(foreign, route)) return `${foreign.status} ${foreign.text}`;
      if (!changes(route) && world.marks.test(foreign.text)) return `tells of it: ${foreign.text.slice(0, 300)}`;
      const { known, parts } = partsOf(route);
      if (!known) return null;
      const missing = await send(as('are'), route, Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, altered(part)])));
      return JSON.stringify(told(foreign)) === JSON.stringify(told(missing)) && foreign.status === 404
        ? null
        : `${foreign.text} but ${missing.text}`;
    };
    expect(await faults(check, routes.filter(isPermitted))).toEqual([]);
  });
});

describe('a key', () => {
  const as = (permissions: readonly Permission[], municipalities: string[] | null): Client =>
    api(world.service).as(machine(permissions, municipalities));
  const everything = Object.keys(PERMISSIONS) as Permission[];

  it('without the permission is denied, though it has all others', async () => {
    const check = (route: Guarded) =>
      deny(
        as(
          everything.filter((one) => one !== route.options.permission),
          null,
        ),
        403,
        'not-permitted',
      )(route);
    expect(await faults(check)).toEqual([]);
  });

  it('for municipalities that are not configured is denied', async () => {
    expect(await faults(deny(as(everything, ['gone']), 403, 'not-permitted'))).toEqual([]);
  });

  it('is nobody’s self', async () => {
    expect(
      await faults(
        deny(as(everything, null), 403, 'not-permitted'),
        routes.filter(({ options }) => options.permission === 'self'),
      ),
    ).toEqual([]);
  });

  it('with the permission reads what is in its municipality and nothing of another', async () => {
    const check = async (route: Guarded) => {
      const [own, foreign] = [
        await send(as([route.options.permission], ['berg']), route),
        await send(as([route.options.permission], ['are']), route),
      ];
      if (!isLetIn(own, route) || !isLetIn(foreign, route)) return `${own.status} ${foreign.status} ${own.text}`;
      return world.marks.test(foreign.text) ? `tells of it: ${foreign.text.slice(0, 300)}` : null;
    };
    expect(
      await faults(
        check,
        routes.filter((route) => !changes(route) && route.options.permission !== 'self'),
      ),
    ).toEqual([]);
  });
});

describe('what is foreign and what is missing', () => {
  const median = (times: number[]): number => times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

  it('take about the same time', async () => {
    const slow: string[] = [];
    for (const route of routes.filter((one) => !changes(one) && partsOf(one).known)) {
      const role = rolesOf(route)[0];
      if (!role) continue;
      const client = api(world.service).as(oneOf(role, 'are'));
      const { parts } = partsOf(route);
      const missing = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, altered(part)]));
      const times: [number[], number[]] = [[], []];
      for (let round = 0; round < 40; round += 1) {
        for (const [index, one] of [parts, missing].entries()) {
          const began = performance.now();
          await send(client, route, one);
          times[index]?.push(performance.now() - began);
        }
      }
      const [foreign, gone] = [median(times[0]), median(times[1])];
      if (Math.abs(foreign - gone) > 2 + Math.max(foreign, gone) / 2) slow.push(`${nameOf(route)}: ${foreign} ms and ${gone} ms`);
    }
    expect(slow).toEqual([]);
  });
});

/** Last: they change what is there. */
describe.each(ROLES)('a %s who may change', (role) => {
  it('is let in where the role permits it', async () => {
    const client = api(world.service).as(person(heldRole(role, 'berg')));
    const check = async (route: Guarded) => {
      const answer = await send(client, route);
      return isLetIn(answer, route) ? null : `${answer.status} ${answer.text}`;
    };
    const permitted = routes.filter((route) => changes(route) && (route.options.permission === 'self' || rolesOf(route).includes(role)));
    expect(await faults(check, permitted)).toEqual([]);
  });
});
