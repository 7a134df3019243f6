import fc from 'fast-check';
import { aReading, NOW, READ } from '../../test/support/builders/facts';
import { aPerson } from '../../test/support/builders/person';
import { aReadEntry, EXACT, NEAR, NONE } from '../../test/support/builders/read-entry';
import type { HoldKind } from '../access/facts';
import type { LookUp, ReadEntry } from '../directory/directory-source';
import type { HsaReading } from '../people/hsa-reading';
import { nextReading, type OpenHold } from './next-reading';

const known = aReading();
const refused = aReading({ state: 'refused', problems: [{ kind: 'hsa-id-duplicate' }] });
const absent = aReading({ state: 'absent', hasSystemRole: false });
const other = { entryUuid: 'ffd1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e', surname: 'Berg' };
const unreadable = aReadEntry({ person: null });
const withRole: LookUp = { found: true, entry: aReadEntry({ person: null, role: EXACT }) };
const withoutRole: LookUp = { found: true, entry: aReadEntry({ person: null, role: NONE }) };
const readable: LookUp = { found: true, entry: aReadEntry({ role: NEAR, person: { hasSystemRole: false } }) };
const nothing: LookUp = { found: false };
const NO_CLASSES = { isArchived: false, isDeleted: false, isTestData: false };

interface Given {
  known?: HsaReading | null;
  entry?: ReadEntry | null;
  lookUp?: LookUp | null;
  heldFor?: HoldKind | null;
}

const next = ({ known: before = known, entry = null, lookUp = null, heldFor = null }: Given) =>
  nextReading(before, entry, lookUp, heldFor, NOW);
const changed = (observed: ReadEntry): OpenHold => ({ kind: 'identity-changed', mismatch: 'entry-uuid', observed: observed.person });
const identityStays: OpenHold = { kind: 'identity-changed', mismatch: null, observed: null };
const unproven: OpenHold = { kind: 'absence-unproven', mismatch: null, observed: null };
const someoneElse = aReadEntry({ person: other });

type Row = [row: string, given: Given, reading: HsaReading, hold: OpenHold | null];
/** The table above `nextReading`; the reading from now on by what it differs in from the one before. */
const ROWS: Row[] = [
  ['nothing, readable', { known: null, entry: aReadEntry() }, { ...known, since: NOW }, null],
  [
    'nothing, readable, without the role',
    { known: null, entry: aReadEntry({ role: NONE }) },
    { ...known, since: NOW, person: aPerson({ hasSystemRole: false }), hasSystemRole: false },
    null,
  ],
  [
    'nothing, refused',
    { known: null, entry: unreadable },
    { ...known, since: NOW, state: 'refused', person: null, problems: unreadable.problems },
    null,
  ],
  [
    'a person, readable, same human',
    { entry: aReadEntry({ person: { title: 'Chef' } }) },
    { ...known, person: aPerson({ title: 'Chef' }) },
    null,
  ],
  [
    'a person, readable, same human, role gone',
    { entry: aReadEntry({ role: NONE }) },
    { ...known, since: NOW, person: aPerson({ hasSystemRole: false }), hasSystemRole: false },
    null,
  ],
  ['a person, readable, same human, held until now', { entry: aReadEntry(), heldFor: 'identity-changed' }, known, null],
  ['a refused person, readable, same human', { known: refused, entry: aReadEntry() }, { ...known, since: NOW }, null],
  ['an absent person, readable, same human', { known: absent, entry: aReadEntry() }, { ...known, since: NOW }, null],
  ['a person, readable, other human', { entry: someoneElse }, known, changed(someoneElse)],
  [
    'a person, readable, other human, role nearly',
    { entry: aReadEntry({ person: other, role: NEAR }) },
    { ...known, since: NOW, hasSystemRole: false, nearMiss: 'rjh;link' },
    changed(aReadEntry({ person: other, role: NEAR })),
  ],
  ['a refused person, readable, other human', { known: refused, entry: someoneElse }, { ...known, since: NOW }, changed(someoneElse)],
  ['an absent person, readable, other human', { known: absent, entry: someoneElse }, { ...known, since: NOW }, changed(someoneElse)],
  ['a person, refused', { entry: unreadable }, { ...known, since: NOW, state: 'refused', problems: unreadable.problems }, null],
  [
    'a person, refused, role gone',
    { entry: aReadEntry({ person: null, role: NONE }) },
    { ...known, since: NOW, state: 'refused', problems: unreadable.problems, hasSystemRole: false },
    null,
  ],
  ...(['isArchived', 'isDeleted', 'isTestData'] as const).flatMap((flag): Row[] => {
    const entry = aReadEntry({ person: null, standing: { ...NO_CLASSES, [flag]: true } });
    const ending: HsaReading = { ...known, since: NOW, person: aPerson({ [flag]: true }), state: 'refused', problems: entry.problems };
    return [
      [`a person, refused, ${flag}`, { entry }, ending, null],
      [`a person, refused, ${flag}, held for identity`, { entry, heldFor: 'identity-changed' }, ending, identityStays],
      [`nothing, refused, ${flag}`, { known: null, entry }, { ...ending, person: null }, null],
      [`present, none, look-up with role, refused, ${flag}`, { lookUp: { found: true, entry } }, ending, null],
    ];
  }),
  [
    'a person who was archived, refused, not archived',
    { known: aReading({ person: { isArchived: true } }), entry: unreadable },
    { ...known, since: NOW, state: 'refused', problems: unreadable.problems },
    null,
  ],
  [
    'a person, refused, held for identity',
    { entry: unreadable, heldFor: 'identity-changed' },
    { ...known, since: NOW, state: 'refused', problems: unreadable.problems },
    identityStays,
  ],
  [
    'a person, refused, held for absence',
    { entry: unreadable, heldFor: 'absence-unproven' },
    { ...known, since: NOW, state: 'refused', problems: unreadable.problems },
    null,
  ],
  ['present, none, look-up nothing', { lookUp: nothing }, { ...absent, since: NOW }, null],
  ['present, none, not looked up (no account)', {}, { ...absent, since: NOW }, null],
  ['refused, none, look-up nothing', { known: refused, lookUp: nothing }, { ...absent, since: NOW }, null],
  ['present, none, look-up nothing, held', { lookUp: nothing, heldFor: 'identity-changed' }, { ...absent, since: NOW }, null],
  ['present, none, look-up with role', { lookUp: withRole }, known, unproven],
  ['refused, none, look-up with role', { known: refused, lookUp: withRole }, refused, unproven],
  ['present, none, look-up with role, held for identity', { lookUp: withRole, heldFor: 'identity-changed' }, known, identityStays],
  [
    'present, none, look-up without role, refused',
    { lookUp: withoutRole },
    { ...known, since: NOW, state: 'refused', problems: unreadable.problems, hasSystemRole: false },
    null,
  ],
  [
    'present, none, look-up role nearly, readable',
    { lookUp: readable },
    { ...known, since: NOW, person: aPerson({ hasSystemRole: false }), hasSystemRole: false, nearMiss: 'rjh;link' },
    null,
  ],
  ['absent, none', { known: absent }, absent, null],
  ['absent, none, held', { known: absent, heldFor: 'identity-changed' }, absent, null],
  ['nothing, none', { known: null }, { ...absent, since: NOW, person: null }, null],
];

describe('from what was known and what was read', () => {
  it.each(ROWS)('%s', (_row, given, reading, hold) => {
    expect(next(given)).toEqual({ reading, hold });
  });

  it.each(ROWS)('%s: the same once more moves nothing', (_row, given) => {
    const first = next(given);
    const again = nextReading(
      first.reading,
      given.entry ?? null,
      given.lookUp ?? null,
      first.hold?.kind ?? null,
      '2026-11-22T03:05:00.000Z',
    );
    expect(again).toEqual(first);
  });
});

describe('protection', () => {
  const hidden = { ...known, person: aPerson({ isProtected: true }) };

  it.each<[string, Given]>([
    ['readable', { entry: aReadEntry({ person: { isProtected: true } }) }],
    ['another human', { entry: aReadEntry({ person: { ...other, isProtected: true } }) }],
    ['refused', { entry: aReadEntry({ person: null, isProtected: true }) }],
    ['found by look-up, with role', { lookUp: { found: true, entry: aReadEntry({ person: null, isProtected: true }) } }],
    ['found by look-up, without role', { lookUp: { found: true, entry: aReadEntry({ person: null, isProtected: true, role: NONE }) } }],
  ])('comes with an entry that is %s', (_what, given) => {
    expect(next(given).reading.person?.isProtected).toBe(true);
  });

  it.each<[string, Given]>([
    ['another human', { entry: someoneElse }],
    ['refused', { entry: unreadable }],
    ['none', { lookUp: nothing }],
    ['found by look-up, with role', { lookUp: withRole }],
  ])('stays when the entry is %s and says nothing of it', (_what, given) => {
    expect(next({ known: hidden, ...given }).reading.person?.isProtected).toBe(true);
  });

  it('goes when a readable entry of the same human no longer has it', () => {
    expect(next({ known: hidden, entry: aReadEntry() }).reading.person?.isProtected).toBe(false);
  });
});

describe('since when HSA says so', () => {
  it.each<[string, ReadEntry, string]>([
    ['a new telephone number', aReadEntry({ person: { telephoneNumbers: ['0687-678 90'] } }), READ],
    ['a new name', aReadEntry({ person: { surname: 'Åberg' } }), READ],
    ['a new end date', aReadEntry({ person: { endDate: '2027-01-31' } }), NOW],
    ['a new start date', aReadEntry({ person: { startDate: '2026-12-01' } }), NOW],
    ['archived', aReadEntry({ person: { isArchived: true } }), NOW],
    ['the role nearly', aReadEntry({ role: NEAR }), NOW],
  ])('%s', (_what, entry, since) => {
    expect(next({ entry }).reading.since).toBe(since);
  });
});

describe('the same human', () => {
  it('keeps an identifier that HSA no longer shows, so that another one is noticed when it comes', () => {
    const hash = 'a'.repeat(64);
    const before = aReading({ person: { personalNumberHash: hash } });
    const { reading } = next({ known: before, entry: aReadEntry({ person: { personalNumberHash: null } }) });
    expect(reading.person?.personalNumberHash).toBe(hash);
    const swapped = aReadEntry({ person: { personalNumberHash: 'b'.repeat(64) } });
    expect(next({ known: reading, entry: swapped }).hold).toMatchObject({ kind: 'identity-changed', mismatch: 'personal-number' });
  });
});

describe('another human', () => {
  it('gives nothing to what is known of the first but the mark of protection', () => {
    const entry = fc.record({
      role: fc.constantFrom(EXACT, NEAR, NONE),
      isProtected: fc.boolean(),
      readable: fc.boolean(),
      surname: fc.string(),
    });
    fc.assert(
      fc.property(entry, fc.constantFrom(known, refused, absent), ({ role, isProtected, readable: isReadable, surname }, before) => {
        const read = aReadEntry({ role, isProtected, person: isReadable ? { ...other, surname, isProtected } : null });
        const { person } = next({ known: before, entry: read }).reading;
        expect(person).toEqual({ ...before.person, isProtected });
      }),
    );
  });
});
