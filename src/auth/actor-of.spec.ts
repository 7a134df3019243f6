import { actorOf, type Use } from './actor-of';
import type { HeldRole, MachinePrincipal, PersonPrincipal } from './principal';

const TODAY = '2026-11-21';
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
  name: 'Kim Chef',
  acr: null,
  loggedInAt: '2026-11-21T06:00:00.000Z',
  roles,
});
const machine: MachinePrincipal = { kind: 'machine', keyId: 'k1', name: 'Statistik', permissions: ['orders:read'], municipalities: null };
const used = { permission: 'orders:read' as const, today: TODAY };

describe('who an audit row names', () => {
  it('is a person by their HSA-id, never by name', () => {
    expect(actorOf(person(held()))).toEqual({ kind: 'person', name: 'SE2120002502-CHEF', systemUser: null });
  });

  it('is a key by its name, without a role', () => {
    expect(actorOf(machine, used)).toEqual({ kind: 'machine', name: 'Statistik', systemUser: null });
  });

  it.each<[string, HeldRole[], string | undefined, string | undefined]>([
    ['none that permits it', [held({ role: 'operator' })], undefined, undefined],
    ['one that has ended', [held({ to: '2026-11-20' })], undefined, undefined],
    ['one that has not begun', [held({ from: '2026-11-22' })], undefined, undefined],
    ['one on its first and last day', [held({ from: TODAY, to: TODAY })], undefined, 'manager'],
    ['several: the first', [held({ role: 'auditor' }), held()], undefined, 'auditor'],
    ['one for another municipality', [held({ municipality: 'are' })], 'berg', undefined],
    ['one for all', [held({ municipality: null })], 'berg', 'manager'],
    ['one for all before one for this', [held({ municipality: null, role: 'auditor' }), held()], 'berg', 'manager'],
  ])('has used, of %s', (_what, roles, municipality, role) => {
    expect(actorOf(person(...roles), { ...used, ...(municipality && { municipality }) }).role).toBe(role);
  });

  it('has used none for what concerns themselves', () => {
    expect(actorOf(person(held()), { permission: 'self', today: TODAY }).role).toBeUndefined();
  });
});

const BOSS = 'SE2120002502-B0SS';
const NORTH = 'se2120002502-nord';

describe('a deputy', () => {
  it.each<[string, HeldRole[], Partial<Use>, object]>([
    ['acts in the manager’s place', [held({ deputyFor: BOSS })], {}, { role: 'manager', deputyFor: BOSS }],
    [
      'who has a role of their own uses that',
      [held({ deputyFor: BOSS }), held({ municipality: null, role: 'auditor' })],
      {},
      { role: 'auditor' },
    ],
    [
      'whose own role is for another unit acts in the manager’s place at this one',
      [held({ unit: 'se2120002502-syd' }), held({ unit: NORTH, deputyFor: BOSS })],
      { units: ['se2120002502-0001', NORTH] },
      { role: 'manager', deputyFor: BOSS },
    ],
  ])('%s', (_name, roles, more, told) => {
    const { name, ...actor } = actorOf(person(...roles), { ...used, municipality: 'berg', ...more });
    expect([name, actor]).toEqual(['SE2120002502-CHEF', { kind: 'person', systemUser: null, ...told }]);
  });
});
