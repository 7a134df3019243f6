import type { EntryProblem, EntryProblemKind } from '../../directory/directory-source';
import { directoryTexts } from './directory';
import { findingText, trippedText } from './findings';

/** Every kind; the compiler holds the list complete. Only values that may be shown ever stand in a problem. */
const KINDS: Record<EntryProblemKind, { shows: ('attribute' | 'value' | 'note')[] }> = {
  'hsa-id-missing': { shows: [] },
  'hsa-id-malformed': { shows: ['attribute', 'value', 'note'] },
  'hsa-id-blanks': { shows: ['attribute', 'value'] },
  'hsa-id-test': { shows: [] },
  'hsa-id-foreign-prefix': { shows: [] },
  'hsa-id-duplicate': { shows: [] },
  'hsa-id-case-clash': { shows: [] },
  'date-malformed': { shows: ['attribute', 'value'] },
  'end-before-start': { shows: ['note'] },
  'control-character': { shows: ['attribute'] },
  'attribute-missing': { shows: ['attribute', 'value'] },
  'attribute-ambiguous': { shows: ['attribute'] },
  'personal-number-malformed': { shows: [] },
  'personal-number-in-text': { shows: ['attribute'] },
  'certificate-unreadable': { shows: [] },
  'system-role-near-miss': { shows: ['attribute', 'value', 'note'] },
  'test-data': { shows: [] },
  'unit-missing': { shows: [] },
  'mail-missing': { shows: [] },
  'mail-malformed': { shows: [] },
};

const kinds = Object.keys(KINDS) as EntryProblemKind[];
const full = { attribute: 'hsaIdentity', value: 'xVÄRDEx', note: 'Mer finns att säga.' };

describe('what is wrong with an entry', () => {
  it.each(kinds)('%s is said in whole sentences', (kind) => {
    const problem: EntryProblem = { kind, attribute: 'hsaIdentity' };
    expect(findingText.problem(problem)).toMatch(/^[A-ZÅÄÖ].*\.$/);
    expect(findingText.problem({ kind })).not.toMatch(/undefined|null| {2}/);
  });

  it.each(kinds)('%s shows what helps, and no more', (kind) => {
    const text = findingText.problem({ kind, ...full });
    const shown = (Object.keys(full) as (keyof typeof full)[]).filter((part) => text.includes(full[part]));
    expect(shown).toEqual(KINDS[kind].shows);
  });

  it('is said differently for each kind', () => {
    expect(new Set(kinds.map((kind) => findingText.problem({ kind }))).size).toBe(kinds.length);
  });

  it('says how a role that is nearly right differs', () => {
    const { spaces } = directoryTexts.notes.nearMiss;
    expect(findingText.problem({ kind: 'system-role-near-miss', attribute: 'hsaSystemRole', value: 'RJH; LINK', note: spaces })).toBe(
      'Systemrollen är nästan rätt i hsaSystemRole: ”RJH; LINK”. Den måste skrivas exakt, annars får personen ingen åtkomst. Det finns blanksteg i värdet, kanske osynliga.',
    );
  });
});

describe('a changed identity', () => {
  it.each([
    ['personal-number', 'identitetsnumret'],
    ['entry-uuid', 'entryUUID'],
    ['surname-and-dn', 'efternamn och DN'],
  ] as const)('%s is called %s', (mismatch, words) => {
    expect(findingText.identityChanged(mismatch)).toContain(`(${words} skiljer)`);
  });
});

describe('what tripped', () => {
  it.each([
    ['removals', '30 avslut av 100 konton är mer än spärren släpper igenom (25 stycken eller 20 %).'],
    ['changes', '30 ändringar av 100 konton är mer än spärren släpper igenom (25 stycken eller 20 %).'],
    ['creations', '30 nya eller återupptagna av 100 konton är mer än spärren släpper igenom (25 stycken eller 20 %).'],
  ] as const)('%s', (kind, sentence) => {
    expect(trippedText.brake(kind, 30, 100, { count: 25, percent: 20 })).toBe(sentence);
  });

  it.each([
    [1, 'En person har åtkomst utan beställning, eftersom beställningar inte krävs i kommunen (policy.requireOrder).'],
    [2, '2 personer har åtkomst utan beställning, eftersom beställningar inte krävs i kommunen (policy.requireOrder).'],
  ])('%i without an order', (count, sentence) => {
    expect(findingText.accessWithoutOrder(count)).toBe(sentence);
  });
});
