import { DISABLED } from './account';
import type { AccountAttributes } from './account.types';
import type { ObservedAttributes } from './active-directory';
import type { AttributeChange } from './diff';
import { differences, isEnabled, isSamePlace, placeKey } from './observed-account';

/** One thing that is done to an account's object, or for it. */
export type Step =
  | { kind: 'disable' | 'enable'; change: AttributeChange }
  | { kind: 'leave' | 'ensure-group' | 'join'; group: string }
  | { kind: 'ensure-unit'; unit: string }
  | { kind: 'create'; account: AccountAttributes }
  | { kind: 'move'; to: Pick<AccountAttributes, 'cn' | 'organisationalUnit'> }
  | { kind: 'write'; changes: AttributeChange[] }
  | { kind: 'remove' };

/** Have steps of their own. */
const NOT_WRITTEN = new Set<AttributeChange['attribute']>(['cn', 'organisationalUnit', 'memberOf', 'userAccountControl']);

/**
 * The fewest steps from what the AD has to what it should have, in the order they are taken: what takes access away comes
 * first, what gives it last. Nothing is created only to be disabled.
 *
 * | #  | step         | the object | taken where                                                              |
 * |----|--------------|------------|--------------------------------------------------------------------------|
 * | 1  | disable      | is there   | it is to be disabled, and is not so exactly; or to be deleted, and enabled |
 * | 2  | leave        | is there   | for each of our groups that it is in and should not be in                |
 * | 3  | ensure unit  |            | it is created or moved there                                             |
 * | 4  | ensure group |            | for each that it joins                                                   |
 * | 5  | create       | is not     | it is to be enabled                                                      |
 * | 6  | move         | is there   | it has another name or lies elsewhere                                    |
 * | 7  | write        | is there   | anything else differs                                                    |
 * | 8  | join         |            | for each group that it should be in and is not                           |
 * | 9  | enable       |            | it is to be enabled, and is not so exactly                               |
 * | 10 | remove       | is there   | it is to be deleted: that and row 1 are all                              |
 *
 * @param observed null where there is no object
 * @param desired null where it is to be deleted
 */
export function stepsTo(observed: ObservedAttributes | null, desired: AccountAttributes | null): Step[] {
  if (observed === null) return desired && isEnabled(desired) ? creation(desired) : [];
  if (desired === null) return [...(isEnabled(observed) ? [disabling(observed)] : []), { kind: 'remove' }];
  return change(observed, desired);
}

const disabling = ({ userAccountControl: before }: Pick<ObservedAttributes, 'userAccountControl'>): Step => ({
  kind: 'disable',
  change: { attribute: 'userAccountControl', before, after: DISABLED },
});

/**
 * Disables what is disabled here, and may have been enabled on a controller that this one has not heard from. What is there
 * already is no write to the AD; of two writes to an attribute it keeps the one that makes the higher version (MS-ADTS
 * 3.1.1.1.9), so it is changed twice: without the demand for a smart card, and back.
 */
export function disabledAnew(observed: ObservedAttributes, desired: AccountAttributes): Step[] {
  const change = (before: number | null, after: number): Step => ({
    kind: 'disable',
    change: { attribute: 'userAccountControl', before, after },
  });
  const others = stepsTo(observed, desired).filter(({ kind }) => kind !== 'disable');
  return [change(observed.userAccountControl, PLAINLY_DISABLED), change(PLAINLY_DISABLED, DISABLED), ...others];
}

/** A disabled account and nothing else: 0x200 + 0x2. */
const PLAINLY_DISABLED = 0x202;

const ensuring = (groups: readonly string[]): Step[] => groups.map((group) => ({ kind: 'ensure-group', group }));
const joining = (groups: readonly string[]): Step[] => groups.map((group) => ({ kind: 'join', group }));

/** As `AdSession.create` leaves it: disabled and in no group. */
const creation = (desired: AccountAttributes): Step[] => [
  { kind: 'ensure-unit', unit: desired.organisationalUnit },
  ...ensuring(desired.memberOf),
  { kind: 'create', account: desired },
  ...joining(desired.memberOf),
  { kind: 'enable', change: { attribute: 'userAccountControl', before: DISABLED, after: desired.userAccountControl } },
];

function change(observed: ObservedAttributes, desired: AccountAttributes): Step[] {
  const differing = differences(observed, desired);
  const control = differing.find(({ attribute }) => attribute === 'userAccountControl');
  const toEnable = isEnabled(desired);
  const left = withoutPlaces(observed.memberOf, desired.memberOf);
  const joined = withoutPlaces(desired.memberOf, observed.memberOf);
  const { cn, organisationalUnit } = desired;
  const isElsewhere = !isSamePlace(observed.organisationalUnit, organisationalUnit);
  const isMoved = isElsewhere || observed.cn !== cn;
  const changes = differing.filter(({ attribute }) => !NOT_WRITTEN.has(attribute));
  return [
    ...(control && !toEnable ? [{ kind: 'disable' as const, change: control }] : []),
    ...left.map((group) => ({ kind: 'leave' as const, group })),
    ...(isElsewhere ? [{ kind: 'ensure-unit' as const, unit: organisationalUnit }] : []),
    ...ensuring(joined),
    ...(isMoved ? [{ kind: 'move' as const, to: { cn, organisationalUnit } }] : []),
    ...(changes.length > 0 ? [{ kind: 'write' as const, changes }] : []),
    ...joining(joined),
    ...(control && toEnable ? [{ kind: 'enable' as const, change: control }] : []),
  ];
}

function withoutPlaces(dns: readonly string[], others: readonly string[]): string[] {
  const keys = new Set(others.map(placeKey));
  return dns.filter((dn) => !keys.has(placeKey(dn)));
}
