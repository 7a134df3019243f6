import type { DriftKind } from '../../external-ad/drift';
import { findingKindText } from '../../texts/sv/finding-kinds';
import { driftFindings, driftKind, isAboutDrift, isNotCompared, notCompared } from './drift-findings';
import type { FoundDrift } from './found-drift';

const drift = (kind: DriftKind, change: Partial<FoundDrift> = {}): FoundDrift => ({
  kind,
  hsaId: 'SE2120002502-1A2B',
  dn: null,
  objectGuid: null,
  attributes: [],
  group: null,
  object: null,
  isOutside: false,
  outcome: 'reported',
  ...change,
});

const GUID = '0f3c1f7a-30a5-4c53-8f5e-8d0a4c1b2e3f';

describe('a finding about the AD', () => {
  it.each<[string, FoundDrift, RegExp]>([
    ['changed', drift('changed', { attributes: ['title', 'telephoneNumber'] }), /titel, telefonnummer.*AD-förvaltningen.*changed: heal/],
    ['changed, mended', drift('changed', { attributes: ['title'], outcome: 'healed' }), /titel\. Tjänsten skriver tillbaka det\.$/],
    ['changed, halted', drift('changed', { attributes: ['title'], outcome: 'halted' }), /för mycket skiljer/],
    ['unmarked', drift('changed', { attributes: ['mark'], outcome: 'beyond' }), /märke.*rörs därför inte/],
    ['missing', drift('missing'), /borttaget.*återställa.*missing: heal/],
    ['unconfirmed', drift('unconfirmed', { outcome: 'beyond' }), /domänkontrollanten.*görs inte på nytt.*replikeringen/],
    ['moved', drift('moved'), /flyttats.*moved: heal/],
    ['moved out', drift('moved', { isOutside: true, outcome: 'beyond' }), /ut ur.*rörs inte där/],
    ['enabled', drift('enabled', { outcome: 'healed' }), /ska vara avstängt\. Tjänsten stänger av det\.$/],
    ['group-added', drift('group-added', { group: 'Tillträde berg' }), /Tillträde berg.*groups: heal/],
    [
      'member',
      drift('group-added', { group: 'Tillträde berg', object: 'member', hsaId: null }),
      /inte är ett av tjänstens konton är med.*Tillträde berg/,
    ],
    [
      'member that is known',
      drift('group-added', { group: 'Tillträde berg', object: 'member', hsaId: null, objectGuid: GUID }),
      /inte är ett av tjänstens konton \(objectGUID 0f3c.*\) är med.*Tillträde berg/,
    ],
    ['group-removed', drift('group-removed', { group: 'Tillträde berg' }), /inte längre med i gruppen Tillträde berg/],
    ['unknown user', drift('unknown', { object: 'user', objectGuid: GUID }), /konto som tjänsten inte känner till.*ad adopt/],
    ['unknown group', drift('unknown', { object: 'group', objectGuid: GUID }), /grupp som tjänsten inte känner till/],
    ['duplicate', drift('unlinked-duplicate', { object: 'user', objectGuid: GUID }), /samma HSA-id/],
    ['returned', drift('returned', { object: 'user', objectGuid: GUID, outcome: 'healed' }), /finns där igen.*Tjänsten gör det/],
    ['returned, unmarked', drift('returned', { object: 'user', objectGuid: GUID, outcome: 'beyond' }), /rörs därför inte.*ad adopt/],
  ])('says what it is and who can mend it: %s', (_, one, sentence) => {
    const [finding, ...more] = driftFindings([one], []);
    expect(finding).toMatchObject({ kind: driftKind(one.kind), hsaId: one.hsaId, detail: expect.stringMatching(sentence) });
    expect(finding?.detail).toMatch(/^[A-ZÅÄÖ].*\.$/);
    expect(findingKindText(finding?.kind ?? '')).not.toBe(finding?.kind);
    expect(more).toEqual([]);
  });

  it('tells the groups, and the objects, of one HSA-id apart', () => {
    const found = [
      drift('group-added', { group: 'Tillträde Alla' }),
      drift('group-added', { group: 'Tillträde berg' }),
      drift('unlinked-duplicate', { object: 'user', objectGuid: GUID }),
      drift('unlinked-duplicate', { object: 'user', objectGuid: GUID.replace('0', '1') }),
    ];
    expect(new Set(driftFindings(found, []).map(({ kind, about }) => `${kind} ${about ?? ''}`)).size).toBe(4);
  });

  it('is one with a number where there are more than a hundred of a kind', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => drift('missing', { hsaId: `SE2120002502-${index}` }));
    expect(driftFindings(hundred, [])).toHaveLength(100);
    const [one, other, ...more] = driftFindings([...hundred, drift('missing'), drift('enabled')], []);
    expect(one).toMatchObject({ kind: 'ad-drift-missing', hsaId: null, detail: expect.stringContaining('101 sådana avvikelser') });
    expect(other).toMatchObject({ kind: 'ad-drift-enabled', hsaId: 'SE2120002502-1A2B' });
    expect(more).toEqual([]);
  });

  it('comes first where the mending is halted, with what tripped', () => {
    expect(driftFindings([drift('missing', { outcome: 'halted' })], ['För många.'])).toMatchObject([
      { kind: 'ad-drift-halted', hsaId: null, detail: expect.stringMatching(/^För många\. Inget rättas i AD/) },
      { kind: 'ad-drift-missing' },
    ]);
  });

  it('is told from those that a sync is about', () => {
    const kinds = ['ad-drift-halted', 'ad-drift-missing', notCompared('Nere.').kind, 'halted', 'value-shortened'];
    expect(kinds.map((kind) => isAboutDrift({ kind }))).toEqual([true, true, true, false, false]);
    expect(kinds.map((kind) => isNotCompared({ kind }))).toEqual([false, false, true, false, false]);
  });
});
