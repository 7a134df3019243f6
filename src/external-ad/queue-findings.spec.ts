import { anAccount } from '../../test/support/builders/ad-object';
import type { Tried } from './account-queue';
import { findingsOf, isAboutAd, isAbsent, isOfQueue } from './queue-findings';

const HSA_ID = 'SE2120002502-1A2B';
const title = { attribute: 'title', code: 'value-too-long', subCode: '00002082' };
const group = { attribute: 'memberOf', code: 'group-not-ours', subCode: null };
const kinds = (tried: Tried, wasThere = false) =>
  findingsOf(HSA_ID, tried, wasThere)?.map(({ kind, about }) => [kind, about ?? null]) ?? null;

describe('what the queue has found', () => {
  it.each<[string, Tried, (string | null)[][] | null]>([
    ['all applied', { kind: 'applied', found: null, refused: [] }, []],
    ['all but one attribute applied', { kind: 'applied', found: null, refused: [title] }, [['ad-attribute-refused', 'title']]],
    ['held for what is there', { kind: 'refused', code: 'not-ours', refused: [] }, [['ad-not-ours', null]]],
    ['held for what the AD says', { kind: 'refused', code: 'no-rights', refused: [] }, [['ad-refused', null]]],
    [
      'held for an attribute',
      { kind: 'refused', code: 'value-too-long', refused: [title] },
      [
        ['ad-refused', null],
        ['ad-attribute-refused', 'title'],
      ],
    ],
    ['applied, but in a group that is not ours', { kind: 'applied', found: null, refused: [group] }, [['ad-group-not-ours', 'memberOf']]],
    [
      'held for the same and more',
      { kind: 'refused', code: 'group-not-ours', refused: [group, title] },
      [
        ['ad-group-not-ours', null],
        ['ad-attribute-refused', 'title'],
      ],
    ],
    ['not even disabled', { kind: 'refused', code: 'still-enabled', refused: [] }, [['ad-still-enabled', null]]],
    ['another controller to wait for', { kind: 'waits', code: 'elsewhere' }, [['ad-elsewhere', null]]],
    ['a server that does not answer', { kind: 'waits', code: 'unreachable' }, null],
  ])('%s', (_, tried, expected) => {
    expect(kinds(tried)).toEqual(expected);
  });

  it('that one who was to be disabled was gone already, with who can see to it', () => {
    const gone: Tried = { kind: 'applied', found: null, refused: [] };
    expect(kinds(gone, true)).toEqual([['ad-leaver-gone', null]]);
    expect(findingsOf(HSA_ID, gone, true)).toMatchObject([{ dn: null, detail: expect.stringContaining('AD-förvaltningen') as string }]);
    expect(kinds({ ...gone, found: { objectGuid: '', usnChanged: '', controller: '', attributes: anAccount(false) } }, true)).toEqual([]);
    expect([isAbsent(gone), isAbsent({ kind: 'refused', code: 'missing', found: null, refused: [] })]).toEqual([true, false]);
  });

  it('names the attribute, the rule and who can mend it, and no DN', () => {
    const [finding] = findingsOf(HSA_ID, { kind: 'applied', found: null, refused: [title] }, false) ?? [];
    expect(finding).toMatchObject({ hsaId: HSA_ID, dn: null, detail: expect.stringMatching(/titel.*högst 128 tecken.*HSA/) as string });
  });

  it.each([
    'not-ours',
    'group-not-ours',
    'still-enabled',
    'outside-unit',
    'guid-changed',
    'hsa-id-twice',
    'upn-taken',
    'missing',
    'linked-elsewhere',
    'elsewhere',
  ])('says of %s who can mend it', (code) => {
    const [finding] = findingsOf(HSA_ID, { kind: 'refused', code, refused: [] }, true) ?? [];
    expect(finding?.kind).toBe(`ad-${code}`);
    expect(finding?.detail).toMatch(/AD-förvaltningen/);
  });

  it.each([
    ['ad-refused', true, true],
    ['ad-drift-changed', true, false],
    ['halted', false, false],
  ])('%s', (kind, aboutAd, ofQueue) => {
    expect([isAboutAd(kind), isOfQueue(kind)]).toEqual([aboutAd, ofQueue]);
  });
});
