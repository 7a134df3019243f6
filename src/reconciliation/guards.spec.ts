import { aReading } from '../../test/support/builders/facts';
import { aReadEntry } from '../../test/support/builders/read-entry';
import type { ReadEntry } from '../directory/directory-source';
import { trippedText } from '../texts/sv/findings';
import { judge } from './guards';
import type { PlanRow } from './plan/plan';
import { type Survey, type Surveyed, Tally } from './survey';

const KNOWN = { hsaId: 'SE2120002502-1A2B', surname: 'Öberg' };
const entries = new Map<string, ReadEntry>([['se2120002502-1a2b', aReadEntry()]]);
const brake = { removals: { count: 25, percent: 20 }, changes: { count: 200, percent: 40 }, creations: { count: 200, percent: 100 } };

const municipality = (knownPersons: { hsaId: string; surname: string }[] = [KNOWN]): Parameters<typeof judge>[2] => ({
  brake,
  source: { kind: 'ldif', file: 'berg.ldif', manifestFile: null, attributes: {}, sentinel: null, knownPersons },
});

const surveyed = (number: number, more: Partial<Surveyed> & { row?: PlanRow | null } = {}): Surveyed => ({
  hsaIdKey: `key-${number}`,
  hsaId: `KEY-${number}`,
  next: { reading: aReading(), hold: null },
  readingChanged: true,
  isToBeRemarked: false,
  mark: null,
  isProtected: false,
  becameProtected: false,
  holds: [],
  remarks: null,
  isNewMismatch: false,
  action: 'unchanged',
  row: null,
  ...more,
});

const rowOf = (number: number, action: PlanRow['action'], knownBeforehand = false): PlanRow => ({
  ...{
    hsaIdKey: `key-${number}`,
    hsaId: `KEY-${number}`,
    isProtected: false,
    action,
    before: null,
    after: null,
    changes: [],
    knownBeforehand,
  },
  digest: `digest-${number}`,
});

const many = (count: number, one: (number: number) => Surveyed): Surveyed[] => Array.from({ length: count }, (_, index) => one(index));
const mismatch = (number: number): Surveyed => surveyed(number, { isNewMismatch: true, action: 'held', row: rowOf(number, 'held') });
const leaver = (number: number): Surveyed => surveyed(number, { action: 'ended', row: rowOf(number, 'ended') });
const passed = (number: number): Surveyed => surveyed(number, { action: 'ended', row: rowOf(number, 'ended', true) });

type Given = Partial<Omit<Survey, 'touched' | 'tally'>> & { people: Surveyed[] };
const given = (people: Surveyed[], more: Omit<Given, 'people'> = {}): Given => ({ people, ...more });

function surveyOf({ people, ...more }: Given, approved: ReadonlyMap<string, string>): Survey {
  const tally = new Tally();
  for (const one of people) tally.add(one, approved);
  const touched = people.map(({ hsaIdKey }) => hsaIdKey);
  return { touched, tally, known: 100, accounts: 100, isFirstImport: false, untouched: 0, remarked: new Map(), ...more };
}

const approvedUpTo = (count: number) => new Map(Array.from({ length: count }, (_, index) => [`key-${index}`, `digest-${index}`]));
const nobody = new Map<string, string>();

describe('the guards', () => {
  it.each<[string, Given, Map<string, string>, string[]]>([
    ['let an ordinary run through', given([...many(3, mismatch), ...many(20, leaver)]), nobody, []],
    ['stop more than 3 and 2 % new identities', given(many(4, mismatch)), nobody, [trippedText.identities(4, 100)]],
    ['do not count identities that are 2 % or less', given(many(4, mismatch), { known: 200 }), nobody, []],
    [
      'count identities among all known, not only those with an account',
      given(many(4, mismatch), { known: 200, accounts: 10 }),
      nobody,
      [],
    ],
    ['do not count an identity that somebody approved', given(many(4, mismatch)), approvedUpTo(1), []],
    [
      'count an identity approved for something else',
      given(many(4, mismatch)),
      new Map([['key-0', 'other']]),
      [trippedText.identities(4, 100)],
    ],
    ['stop more removals than the share', given(many(21, leaver)), nobody, [trippedText.brake('removals', 21, 100, brake.removals)]],
    ['do not count removals that somebody approved', given(many(21, leaver)), approvedUpTo(1), []],
    ['do not count ends known beforehand', given(many(90, passed)), nobody, []],
    [
      'reckon the share from the accounts',
      given(many(3, leaver), { accounts: 14 }),
      nobody,
      [trippedText.brake('removals', 3, 14, brake.removals)],
    ],
    [
      'tell of all that trips, the gravest first',
      given([...many(21, leaver), ...many(4, mismatch)]),
      nobody,
      [trippedText.identities(4, 100), trippedText.brake('removals', 21, 100, brake.removals)],
    ],
  ])('%s', (_what, what, approved, tripped) => {
    expect(judge(surveyOf(what, approved), entries, municipality())).toEqual({ tripped, releasable: true });
  });

  it.each<[string, ReadonlyMap<string, ReadEntry>]>([
    ['is not there', new Map()],
    ['is refused', new Map([['se2120002502-1a2b', aReadEntry({ person: null })]])],
    ['has another surname', new Map([['se2120002502-1a2b', aReadEntry({ person: { surname: 'Berg' } })]])],
  ])('halt for good where a known person %s', (_what, read) => {
    const approved = approvedUpTo(21);
    expect(judge(surveyOf(given([]), nobody), read, municipality())).toEqual({
      tripped: [trippedText.knownPerson(KNOWN.hsaId)],
      releasable: false,
    });
    expect(judge(surveyOf(given(many(21, leaver)), approved), read, municipality()).releasable).toBe(false);
    expect(judge(surveyOf(given(many(21, leaver)), nobody), read, municipality()).tripped).toEqual([
      trippedText.knownPerson(KNOWN.hsaId),
      trippedText.brake('removals', 21, 100, brake.removals),
    ]);
  });

  it('find a known person whatever case the settings have', () => {
    expect(judge(surveyOf(given([]), nobody), entries, municipality([{ hsaId: 'SE2120002502-1a2b', surname: 'öberg' }])).tripped).toEqual(
      [],
    );
  });

  it('say nothing of a known person where none is configured', () => {
    expect(judge(surveyOf(given([]), nobody), new Map(), municipality([]))).toEqual({ tripped: [], releasable: true });
  });

  it('let a first import that was broken off go on', () => {
    const newcomers = many(101, (number) => surveyed(number, { action: 'created', row: rowOf(number, 'created') }));
    expect(judge(surveyOf(given(newcomers, { isFirstImport: true }), nobody), entries, municipality()).tripped).toEqual([]);
    expect(judge(surveyOf(given(newcomers), nobody), entries, municipality()).tripped).toEqual([
      trippedText.brake('creations', 101, 100, brake.creations),
    ]);
  });
});
