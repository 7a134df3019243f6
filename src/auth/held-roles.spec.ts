import fc from 'fast-check';
import { type Assignment, type Deputyship, handedOver, heldRoles, holdsOn, overlaps } from './held-roles';

const TODAY = '2026-11-21';
const MANAGER = 'SE2120002502-CH3F';
const UNIT = 'SE2120002502-ENH1';
const OTHER_UNIT = 'SE2120002502-ENH2';

const role = (more: Partial<Assignment> = {}): Assignment => ({
  person: 'se2120002502-own1',
  role: 'manager',
  municipality: 'berg',
  unit: null,
  from: null,
  to: null,
  isRemoved: false,
  ...more,
});
const ofManager = (more: Partial<Assignment> = {}): Assignment => role({ person: MANAGER.toLowerCase(), ...more });
const deputyship = (more: Partial<Deputyship> = {}): Deputyship => ({
  managerHsaId: MANAGER,
  municipality: null,
  unit: null,
  from: '2026-11-16',
  to: '2026-11-22',
  isEnded: false,
  ...more,
});

describe('an own role', () => {
  it.each<[string, Partial<Assignment>, boolean]>([
    ['removed', { isRemoved: true }, false],
    ['not begun', { from: '2026-11-22' }, false],
    ['on its first day', { from: TODAY }, true],
    ['without days', {}, true],
    ['on its last day', { to: TODAY }, true],
    ['over', { to: '2026-11-20' }, false],
  ])('%s', (_name, more, has) => {
    expect(heldRoles([role(more)], [], [], TODAY)).toHaveLength(has ? 1 : 0);
  });

  it('says its unit as a key, and is nobody else’s', () => {
    const [held] = heldRoles([role({ role: 'helpdesk', unit: UNIT })], [], [], TODAY);
    expect(held).toEqual({ role: 'helpdesk', municipality: 'berg', unit: UNIT.toLowerCase(), from: null, to: null, deputyFor: null });
  });
});

describe('a deputyship', () => {
  it.each<[string, Partial<Deputyship>, Partial<Assignment>, boolean]>([
    ['ended', { isEnded: true }, {}, false],
    ['not begun', { from: '2026-11-22' }, {}, false],
    ['on its first day', { from: TODAY }, {}, true],
    ['on its last day', { to: TODAY }, {}, true],
    ['over', { to: '2026-11-20' }, {}, false],
    ['of a manager whose role was removed', {}, { isRemoved: true }, false],
    ['of a manager whose role is over', {}, { to: '2026-11-20' }, false],
    ['of a manager whose role has not begun', {}, { from: '2026-11-22' }, false],
    ['of somebody who is no manager', {}, { role: 'operator' }, false],
    ['of another than the roles are', { managerHsaId: 'SE2120002502-NAAN' }, {}, false],
  ])('%s', (_name, of, theirs, has) => {
    expect(heldRoles([], [deputyship(of)], [ofManager(theirs)], TODAY)).toHaveLength(has ? 1 : 0);
  });

  it('names the manager, and holds on the days that both cover', () => {
    const [held] = heldRoles([], [deputyship()], [ofManager({ from: '2026-11-18', to: '2027-01-31' })], TODAY);
    expect(held).toMatchObject({ deputyFor: MANAGER, from: '2026-11-18', to: '2026-11-22' });
  });

  it('gives none of what the manager has as somebody’s deputy', () => {
    // The manager's own roles are what is asked for; what comes of a deputyship is never among them.
    expect(heldRoles([], [deputyship()], [], TODAY)).toEqual([]);
  });

  it('gives each of the manager’s roles as manager, and no other role', () => {
    const theirs = [ofManager(), ofManager({ municipality: 'are', unit: 'SE2120002494-ENH9' }), ofManager({ role: 'auditor' })];
    expect(heldRoles([], [deputyship()], theirs, TODAY).map(({ municipality }) => municipality)).toEqual(['berg', 'are']);
  });
});

describe('what is handed over of a role', () => {
  const one = { municipality: 'berg', unit: UNIT };
  it.each<[string, Partial<Assignment>, Partial<Deputyship>, object | null]>([
    ['anything, all', { municipality: 'are', unit: OTHER_UNIT }, {}, { municipality: 'are', unit: OTHER_UNIT.toLowerCase() }],
    ['every municipality, a unit', { municipality: null }, one, { municipality: 'berg', unit: UNIT.toLowerCase() }],
    ['the whole municipality, a unit of it', {}, one, { municipality: 'berg', unit: UNIT.toLowerCase() }],
    ['another municipality, a unit', { municipality: 'are' }, one, null],
    ['the unit, written otherwise', { unit: UNIT.toLowerCase() }, one, { municipality: 'berg', unit: UNIT.toLowerCase() }],
    ['another unit, a unit', { unit: OTHER_UNIT }, one, null],
    ['the same unit of another municipality', { municipality: 'are', unit: UNIT }, one, null],
  ])('%s', (_name, theirs, of, expected) => {
    const given = handedOver(ofManager(theirs), deputyship(of));
    expect(given && { municipality: given.municipality, unit: given.unit }).toEqual(expected);
  });
});

describe('periods', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`);
  const limit = fc.option(day);
  const period = fc.record({ from: limit, to: limit });

  it('overlap exactly where some day lies in both', () => {
    fc.assert(
      fc.property(period, period, (one, other) => {
        const days = Array.from({ length: 30 }, (_, index) => `2026-11-${String(index).padStart(2, '0')}`);
        const common = days.some((date) => holdsOn(one, date) && holdsOn(other, date));
        const isPossible = ({ from, to }: typeof one) => from === null || to === null || from <= to;
        fc.pre(isPossible(one) && isPossible(other));
        expect(overlaps(one, other)).toBe(common);
      }),
    );
  });
});
