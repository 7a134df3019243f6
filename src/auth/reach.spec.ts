import fc from 'fast-check';
import { isPermission, PERMISSIONS, type Permission, permits } from './permission';
import type { HeldRole, MachinePrincipal, PersonPrincipal } from './principal';
import { covers, municipalitiesOf, reachOf, type Reach } from './reach';
import { isRole, ROLES } from './role';

const TODAY = '2026-11-21';
const CODES = ['berg', 'are', 'ragunda'];
const NORTH = 'se2120002502-00n1';

const held = (more: Partial<HeldRole> = {}): HeldRole => ({
  role: 'manager',
  municipality: 'berg',
  unit: null,
  from: null,
  to: null,
  deputyFor: null,
  ...more,
});
const person = (...roles: HeldRole[]): PersonPrincipal => ({
  kind: 'person',
  hsaId: 'SE2120002502-CHEF',
  hsaIdKey: 'se2120002502-chef',
  name: 'Åsa Chefsson',
  acr: null,
  loggedInAt: '2026-11-21T08:00:00.000Z',
  roles,
});
const machine = (more: Partial<MachinePrincipal> = {}): MachinePrincipal => ({
  kind: 'machine',
  keyId: 'k1',
  name: 'Uppföljning',
  permissions: ['orders:write'],
  municipalities: null,
  ...more,
});
const whole = (...codes: string[]): Reach => codes.map((municipality) => ({ municipality, unit: null }));

/* The rows of the table above `reachOf`. */
it.each<[string, Parameters<typeof reachOf>[0], Reach]>([
  ['a role that does not permit it', person(held({ role: 'auditor' })), []],
  ['no role', person(), []],
  ['a role that begins tomorrow', person(held({ from: '2026-11-22' })), []],
  ['a role that begins today', person(held({ from: TODAY })), whole('berg')],
  ['a role that ended yesterday', person(held({ to: '2026-11-20' })), []],
  ['a role on its last day', person(held({ to: TODAY })), whole('berg')],
  ['a municipality that is not configured', person(held({ municipality: 'krokom' })), []],
  ['a municipality', person(held()), whole('berg')],
  ['a unit', person(held({ unit: NORTH })), [{ municipality: 'berg', unit: NORTH }]],
  ['a unit, and its whole municipality', person(held({ unit: NORTH }), held()), whole('berg')],
  [
    'a unit, and another municipality',
    person(held({ unit: NORTH }), held({ municipality: 'are' })),
    [{ municipality: 'berg', unit: NORTH }, ...whole('are')],
  ],
  ['every municipality', person(held({ municipality: null })), whole(...CODES)],
  ['the same twice', person(held(), held()), whole('berg')],
  ['a key that lacks it', machine({ permissions: ['orders:read'] }), []],
  ['a key for everything', machine(), whole(...CODES)],
  ['a key for some', machine({ municipalities: ['are', 'krokom'] }), whole('are')],
])('reaches, by %s, what the role says', (_what, principal, expected) => {
  expect(reachOf(principal, 'orders:write', TODAY, CODES)).toEqual(expected);
});

it.each<[string, Reach, string, string[], boolean]>([
  ['nothing', [], 'berg', [NORTH], false],
  ['the municipality', whole('berg'), 'berg', [], true],
  ['another municipality', whole('are'), 'berg', [NORTH], false],
  ['the unit', [{ municipality: 'berg', unit: NORTH }], 'berg', ['se2120002502-0001', NORTH], true],
  ['a unit elsewhere', [{ municipality: 'berg', unit: NORTH }], 'berg', ['se2120002502-0001'], false],
  ['a unit, and none is known', [{ municipality: 'berg', unit: NORTH }], 'berg', [], false],
  ['the same unit of another municipality', [{ municipality: 'are', unit: NORTH }], 'berg', [NORTH], false],
])('is covered where the reach is %s', (_what, reach, municipality, units, expected) => {
  expect(covers(reach, municipality, units)).toBe(expected);
});

it('never goes beyond the roles that permit it, whatever the roles are', () => {
  const anyRole = fc.record({
    role: fc.constantFrom(...ROLES),
    municipality: fc.constantFrom(null, ...CODES, 'krokom'),
    unit: fc.constantFrom(null, NORTH),
    from: fc.constantFrom(null, '2026-11-20', '2026-11-22'),
    to: fc.constantFrom(null, '2026-11-20', '2026-11-22'),
    deputyFor: fc.constant(null),
  });
  const permissions = Object.keys(PERMISSIONS) as Permission[];
  fc.assert(
    fc.property(fc.array(anyRole, { maxLength: 4 }), fc.constantFrom(...permissions), (roles, permission) => {
      const reach = reachOf(person(...roles), permission, TODAY, CODES);
      for (const { municipality, unit } of reach) {
        expect(CODES).toContain(municipality);
        const source = roles.find(
          (one) =>
            permits(one.role, permission) &&
            [null, municipality].includes(one.municipality) &&
            (one.municipality === null || one.unit === unit),
        );
        expect(source).toBeDefined();
      }
      expect(municipalitiesOf(reach)).toEqual([...new Set(municipalitiesOf(reach))]);
    }),
  );
});

it.each([
  ['orders:write', true],
  ['orders:delete', false],
  ['toString', false],
])('%s is a permission: %s', (text, expected) => {
  expect(isPermission(text)).toBe(expected);
});

it.each([
  ['manager', true],
  ['admin', false],
])('%s is a role: %s', (text, expected) => {
  expect(isRole(text)).toBe(expected);
});

it('lets an auditor change nothing', () => {
  const changing = Object.keys(PERMISSIONS).filter((name) =>
    /:(write|work|register|start|release|accept|send-again)$/.test(name),
  ) as Permission[];
  expect(changing.filter((permission) => permits('auditor', permission))).toEqual([]);
});
