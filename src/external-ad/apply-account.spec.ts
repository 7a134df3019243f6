import fc from 'fast-check';
import { anAccount } from '../../test/support/builders/ad-object';
import { DISABLED, ENABLED, disabledAccount } from './account';
import type { AccountAttributes } from './account.types';
import type { ObservedAttributes } from './active-directory';
import { type Step, disabledAnew, stepsTo } from './apply-account';
import { appliedAs, isEnabled } from './observed-account';

const enabled = anAccount();
const disabled = disabledAccount(enabled);
const [all = '', own = ''] = enabled.memberOf;
const are = 'OU=are,OU=Externa,DC=ad,DC=example,DC=se';
const other = 'CN=Andra,OU=Grupper,OU=Externa,DC=ad,DC=example,DC=se';

const words = (steps: readonly Step[]): string[] =>
  steps.map((step) => {
    if ('group' in step) return `${step.kind} ${step.group.slice(3, step.group.indexOf(','))}`;
    return step.kind === 'write' ? `write ${step.changes.map(({ attribute }) => attribute).join(' ')}` : step.kind;
  });

describe('the steps to an account that is disabled here, and may be enabled elsewhere', () => {
  const controls = (steps: readonly Step[]) =>
    steps.map((step) => ('change' in step ? [step.change.before, step.change.after] : step.kind));

  it.each<[string, ObservedAttributes, (string | (number | null)[])[]]>([
    ['as it should be', disabled, [[DISABLED, 514], [514, DISABLED]]], // prettier-ignore
    ['without the smart card', { ...disabled, userAccountControl: 514 }, [[514, 514], [514, DISABLED]]], // prettier-ignore
    ['in a group', { ...disabled, memberOf: [own] }, [[DISABLED, 514], [514, DISABLED], 'leave']], // prettier-ignore
  ])('%s', (_, observed, expected) => {
    expect(controls(disabledAnew(observed, disabled))).toEqual(expected);
  });
});

describe('the steps to an account', () => {
  it.each<[string, ObservedAttributes | null, AccountAttributes | null, string[]]>([
    ['as it is', enabled, enabled, []],
    ['as it is, disabled', disabled, disabled, []],
    [
      'that is not there, enabled',
      null,
      enabled,
      [
        'ensure-unit',
        'ensure-group Tillträde Alla',
        'ensure-group Tillträde berg',
        'create',
        'join Tillträde Alla',
        'join Tillträde berg',
        'enable',
      ],
    ],
    ['that is not there, disabled', null, disabled, []],
    ['that is not there, deleted', null, null, []],
    ['disabled', enabled, disabled, ['disable', 'leave Tillträde Alla', 'leave Tillträde berg']],
    ['disabled, without the smart card', { ...disabled, userAccountControl: 514 }, disabled, ['disable']],
    [
      'disabled, with another name and OU',
      enabled,
      { ...disabled, sn: 'Ek', organisationalUnit: are },
      ['disable', 'leave Tillträde Alla', 'leave Tillträde berg', 'ensure-unit', 'move', 'write sn'],
    ],
    [
      'enabled again',
      disabled,
      enabled,
      ['ensure-group Tillträde Alla', 'ensure-group Tillträde berg', 'join Tillträde Alla', 'join Tillträde berg', 'enable'],
    ],
    ['enabled, without the smart card', { ...enabled, userAccountControl: 512 }, enabled, ['enable']],
    ['enabled, whatever it says of that', { ...enabled, userAccountControl: null }, enabled, ['enable']],
    [
      'in another group',
      { ...enabled, memberOf: [all, other] },
      enabled,
      ['leave Andra', 'ensure-group Tillträde berg', 'join Tillträde berg'],
    ],
    ['in another OU', enabled, { ...enabled, organisationalUnit: are }, ['ensure-unit', 'move']],
    ['with another name in the same OU', { ...enabled, cn: 'Åsa Öberg' }, enabled, ['move']],
    ['with other values', { ...enabled, title: 'Vikarie', mail: null }, enabled, ['write mail title']],
    ['deleted', disabled, null, ['remove']],
    ['deleted, though somebody enabled it', { ...disabled, userAccountControl: ENABLED }, null, ['disable', 'remove']],
    ['deleted, in a group', { ...disabled, memberOf: [own] }, null, ['remove']],
  ])('%s', (_, observed, desired, expected) => {
    expect(words(stepsTo(observed, desired))).toEqual(expected);
  });
});

/** What an AD does with a step. */
function taken(object: ObservedAttributes | null, step: Step): ObservedAttributes | null {
  if (step.kind === 'create') return { ...step.account, userAccountControl: DISABLED, memberOf: [] };
  if (step.kind === 'ensure-unit' || step.kind === 'ensure-group') return object;
  if (!object) throw new Error(`${step.kind} of nothing`);
  switch (step.kind) {
    case 'disable':
    case 'enable':
      return { ...object, userAccountControl: Number(step.change.after) };
    case 'leave':
      return { ...object, memberOf: object.memberOf.filter((group) => group !== step.group) };
    case 'join':
      return { ...object, memberOf: [...object.memberOf, step.group] };
    case 'move':
      return { ...object, ...step.to };
    case 'write':
      return {
        ...object,
        ...Object.fromEntries(
          step.changes.map(({ attribute, after }) => [attribute, after ?? (attribute === 'altSecurityIdentities' ? [] : null)]),
        ),
      };
    case 'remove':
      return null;
  }
}

const text = fc.constantFrom('a', 'b', null);
const control = fc.constantFrom(ENABLED, DISABLED, 512, 514);
const groups = fc.uniqueArray(fc.constantFrom(all, own, other)).map((list) => [...list].sort());
const values = fc.record({
  displayName: fc.constantFrom('a', 'b'),
  sn: text,
  title: text,
  cn: fc.constantFrom('a', 'b'),
  organisationalUnit: fc.constantFrom(are, enabled.organisationalUnit),
  accountExpires: fc.constantFrom('0', '134116956000000000', '9223372036854775807'),
  altSecurityIdentities: fc.uniqueArray(fc.constantFrom('X509:1', 'X509:2')).map((list) => [...list].sort()),
  memberOf: groups,
});
const anyObserved = fc.option(
  fc.record({ values, control }).map((one): ObservedAttributes => ({ ...enabled, ...one.values, userAccountControl: one.control })),
);
const anyDesired = fc.option(
  fc.record({ values, isEnabled: fc.boolean() }).map((one): AccountAttributes => {
    const account = { ...enabled, ...one.values, accountExpires: one.values.accountExpires === '0' ? '1' : one.values.accountExpires };
    return one.isEnabled ? account : disabledAccount(account);
  }),
);

describe('steps, whatever there is and should be', () => {
  it('lead to what is desired, and then there are none', () => {
    fc.assert(
      fc.property(anyObserved, anyDesired, (observed, desired) => {
        const after = stepsTo(observed, desired).reduce(taken, observed);
        if (after && desired) expect(appliedAs(after, desired)).toEqual(desired);
        else expect(after !== null).toBe(false);
        expect(stepsTo(after, desired)).toEqual([]);
      }),
    );
  });

  it('give access last, and take it away first', () => {
    fc.assert(
      fc.property(anyObserved, anyDesired, (observed, desired) => {
        const kinds = stepsTo(observed, desired).map(({ kind }) => kind);
        if (kinds.includes('enable')) expect(kinds.indexOf('enable')).toBe(kinds.length - 1);
        if (kinds.includes('disable')) expect(kinds.indexOf('disable')).toBe(0);
        const ends = desired === null || !isEnabled(desired);
        if (observed && isEnabled(observed) && ends) expect(kinds[0]).toBe('disable');
        if (ends) expect(kinds).not.toEqual(expect.arrayContaining(['enable']));
        if (kinds.includes('remove')) expect(kinds.filter((kind) => kind !== 'disable')).toEqual(['remove']);
      }),
    );
  });
});
