import fc from 'fast-check';
import { isGroupToBeRead, memberKey, membershipDrift } from './group-drift';

const group = { objectGuid: 'a', dn: 'CN=Alla,OU=Grupper', usnChanged: '10', kind: 'group' as const };

describe("a group's members are read", () => {
  it.each([
    ['never compared', null, true],
    ['compared on another controller', { controller: 'there', seenUsn: { a: '10' } }, true],
    ['another group was compared here', { controller: 'here', seenUsn: { b: '10' } }, true],
    ['its stamp has moved', { controller: 'here', seenUsn: { a: '9' } }, true],
    ['its stamp stands still', { controller: 'here', seenUsn: { a: '10' } }, false],
  ])('%s', (_, memory, expected) => {
    expect(isGroupToBeRead(memory, group, 'here')).toBe(expected);
  });
});

describe('members', () => {
  it.each([
    ['expected and there, whatever the case', ['cn=a'], ['CN=A'], { added: [], removed: [] }],
    ['expected and not there', ['cn=a'], [], { added: [], removed: ['cn=a'] }],
    ['there and not expected', [], ['CN=A'], { added: ['CN=A'], removed: [] }],
  ])('%s', (_, expected, members, drift) => {
    expect(membershipDrift(new Set(expected), members)).toEqual(drift);
  });

  it('are as expected once what was added is taken out and what was removed is put back', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^CN=[A-D]{1,3}$/), { maxLength: 12 });
    fc.assert(
      fc.property(names, names, (should, are) => {
        const expected = new Set(should.map(memberKey));
        const { added, removed } = membershipDrift(expected, are);
        const mended = [...are.filter((dn) => !added.includes(dn)), ...removed];
        expect(new Set(mended.map(memberKey))).toEqual(expected);
        expect(membershipDrift(expected, mended)).toEqual({ added: [], removed: [] });
      }),
    );
  });
});
