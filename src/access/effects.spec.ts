import { aDisabledAccount, anAccount } from '../../test/support/builders/facts';
import { disabledAccount, protectedAccount } from '../external-ad/account';
import type { FieldChange } from '../service-desk/case-facts';
import type { Assessment } from './assess';
import { type AccountEffect, type Action, type CaseEffect, effects, type EffectsInput } from './effects';
import type { AccountFact } from './facts';

const enabled = anAccount();
const disabled = aDisabledAccount();
const closed = aDisabledAccount({ closedAt: '2026-11-12T10:00:00.000Z' });
const deleted = aDisabledAccount({ closedAt: '2026-11-12T10:00:00.000Z', deletedAt: '2026-11-20T10:00:00.000Z' });
const same = enabled.desired;
const other = { ...same, telephoneNumber: '0687-678 90' };
const ended = disabledAccount(same);
const surname: FieldChange = { field: 'name', before: 'Åsa Öberg', after: 'Åsa Åberg' };

const assessed = (held: boolean, entitledToAccount: boolean): Assessment => ({
  stage: 'none',
  entitledToAccount,
  held,
  grantable: false,
  blockers: [],
});

interface Given {
  held?: boolean;
  entitled?: boolean;
  account?: AccountFact | null;
  masks?: boolean;
  becomes?: typeof same;
  changes?: FieldChange[];
  alreadyGranted?: boolean;
  retentionIsOver?: boolean;
}

/** As `decide` computes it: a leaver's account is what it was last, masked where protection came. */
function input({
  held = false,
  entitled = false,
  account = null,
  masks = false,
  becomes = same,
  changes = [],
  alreadyGranted = false,
  retentionIsOver = false,
}: Given): EffectsInput {
  const last = account && (masks ? protectedAccount(account.desired) : account.desired);
  return {
    assessment: assessed(held, entitled),
    account,
    whenEntitled: becomes,
    whenEnded: last && disabledAccount(last),
    whenMasked: last,
    differs: (before, after) => JSON.stringify(before) !== JSON.stringify(after),
    changes,
    alreadyGranted,
    retentionIsOver,
  };
}

const nothing: AccountEffect = { kind: 'none' };
const freeze: AccountEffect = { kind: 'freeze' };

/** The table above `effects`, row by row. */
const ROWS: [row: string, given: Given, action: Action, account: AccountEffect, opened: CaseEffect | null][] = [
  [
    'held, shows a protected name',
    { held: true, entitled: true, account: enabled, masks: true },
    'held',
    { kind: 'change', desired: protectedAccount(same) },
    null,
  ],
  [
    'held, disabled, shows a protected name',
    { held: true, account: disabled, masks: true },
    'held',
    { kind: 'change', desired: protectedAccount(ended) },
    null,
  ],
  [
    'held, whatever else differs',
    { held: true, entitled: true, account: enabled, becomes: other, changes: [surname] },
    'held',
    freeze,
    null,
  ],
  ['held, no account', { held: true, entitled: true }, 'held', freeze, null],
  ['held, disabled', { held: true, entitled: true, account: disabled }, 'held', freeze, null],
  ['held, closed, retention over', { held: true, account: closed, retentionIsOver: true }, 'held', freeze, null],
  ['held, deleted, was shown with a name', { held: true, account: deleted, masks: true }, 'held', freeze, null],
  ['entitled, none', { entitled: true }, 'created', { kind: 'create', desired: same }, { event: 'new', changes: [] }],
  ['entitled, none, already granted', { entitled: true, alreadyGranted: true }, 'created', { kind: 'create', desired: same }, null],
  [
    'entitled, deleted, already granted',
    { entitled: true, account: deleted, alreadyGranted: true },
    'created',
    { kind: 'create', desired: same },
    null,
  ],
  ['entitled, deleted', { entitled: true, account: deleted }, 'created', { kind: 'create', desired: same }, { event: 'new', changes: [] }],
  [
    'entitled, deleted, told of otherwise',
    { entitled: true, account: deleted, changes: [surname] },
    'created',
    { kind: 'create', desired: same },
    { event: 'new', changes: [] },
  ],
  [
    'entitled, disabled',
    { entitled: true, account: disabled },
    'reinstated',
    { kind: 're-enable', desired: same },
    { event: 'reinstated', changes: [] },
  ],
  [
    'entitled, closed, retention over',
    { entitled: true, account: closed, retentionIsOver: true },
    'reinstated',
    { kind: 're-enable', desired: same },
    { event: 'reinstated', changes: [] },
  ],
  [
    'entitled, disabled, told of otherwise',
    { entitled: true, account: disabled, changes: [surname] },
    'reinstated',
    { kind: 're-enable', desired: same },
    { event: 'reinstated', changes: [surname] },
  ],
  [
    'entitled, enabled, differs, silent',
    { entitled: true, account: enabled, becomes: other },
    'changed',
    { kind: 'change', desired: other },
    null,
  ],
  [
    'entitled, enabled, differs, mail-worthy',
    { entitled: true, account: enabled, becomes: other, changes: [surname] },
    'changed',
    { kind: 'change', desired: other },
    { event: 'changed', changes: [surname] },
  ],
  ['entitled, enabled, the same', { entitled: true, account: enabled }, 'unchanged', nothing, null],
  [
    'entitled, enabled, the same, mail-worthy',
    { entitled: true, account: enabled, changes: [surname] },
    'changed',
    nothing,
    { event: 'changed', changes: [surname] },
  ],
  ['not entitled, enabled', { account: enabled }, 'ended', { kind: 'disable', desired: ended }, { event: 'ended', changes: [] }],
  [
    'not entitled, enabled, told of otherwise',
    { account: enabled, becomes: other, changes: [surname] },
    'ended',
    { kind: 'disable', desired: ended },
    { event: 'ended', changes: [] },
  ],
  [
    'not entitled, enabled, protection came',
    { account: enabled, masks: true },
    'ended',
    { kind: 'disable', desired: protectedAccount(ended) },
    { event: 'ended', changes: [] },
  ],
  ['not entitled, closed, retention over', { account: closed, retentionIsOver: true }, 'deleted', { kind: 'delete' }, null],
  [
    'not entitled, disabled, protection came',
    { account: disabled, masks: true, changes: [surname] },
    'changed',
    { kind: 'change', desired: protectedAccount(ended) },
    null,
  ],
  ['not entitled, disabled, the same', { account: disabled, becomes: other, changes: [surname] }, 'none', nothing, null],
  ['not entitled, deleted', { account: deleted, masks: true, retentionIsOver: true }, 'none', nothing, null],
  ['not entitled, none', { changes: [surname] }, 'none', nothing, null],
];

describe('what follows for somebody who is', () => {
  it.each(ROWS)('%s', (_row, given, action, account, opened) => {
    expect(effects(input(given))).toEqual({ action, account, case: opened });
  });
});
