import { fingerprintOf } from '../../src/people/hsa-reading';
import { desiredAccount } from '../../src/external-ad/account';
import { AccountEntity } from '../../src/external-ad/account.entity';
import { HoldEntity } from '../../src/access/hold.entity';
import { OrderEntity } from '../../src/orders/order.entity';
import { buildCaseFacts } from '../support/builders/mail';
import { aPerson } from '../support/builders/person';
import { describeStorage, MUNICIPALITY } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';
const KEY = 'se2120002502-1a2b';

const { attributes } = desiredAccount({
  person: aPerson(),
  municipality: MUNICIPALITY,
  accountName: 'ext0123456789',
  enabled: true,
  now: NOW,
  externalAd: { organisationalUnit: 'OU=Externa,DC=example,DC=se', upnSuffix: 'ext.example.se' },
});
const account: AccountEntity = {
  ...{ municipality: 'berg', hsaIdKey: KEY, accountName: 'ext0123456789', userPrincipalName: attributes.userPrincipalName },
  ...{
    desiredEnabled: true,
    desired: JSON.stringify(attributes),
    remarks: { shortened: [{ attribute: 'title', length: 200, limit: 128 }] },
    desiredVersion: 3,
  },
  ...{ applied: null, appliedVersion: 2, appliedAt: NOW, refusedCode: '53', refusedSince: NOW },
  ...{ refusedDetail: null, appliedIn: 'model', objectGuid: null, controller: null, seenOn: null, seenUsn: null },
  ...{ attempts: 0, nextAttemptAt: null },
  ...{ createdAt: NOW, disabledAt: null, closedAt: null, deletedAt: null },
};
const order: OrderEntity = {
  ...{ number: 'B2026-00001', municipality: 'berg', hsaIdKey: KEY, hsaId: 'SE2120002502-1A2B', unitKey: null, cosmicRole: 'SSK' },
  ...{ from: '2026-11-21', to: null, details: 'sealed1.AAAA', isProtected: false, orderedBy: 'SE2120002502-CHEF', onBehalfOf: null },
  ...{ managerKey: 'se2120002502-chef', state: 'placed', version: 1, traceId: 'trace', placedAt: NOW, changedAt: NOW },
  ...{ fulfilledAt: null, endedAt: null, endedBy: null },
};
const reading = { state: 'present' as const, since: NOW, person: aPerson(), problems: [], hasSystemRole: true, nearMiss: null };

describeStorage('facts about a person', (the) => {
  const load = async (keys = [KEY]) => the.storage.facts.load(the.storage.manager, 'berg', keys);
  const savePerson = (municipality = 'berg') =>
    the.storage.people.save(the.storage.manager, municipality, [
      { hsaIdKey: KEY, hsaId: 'SE2120002502-1A2B', reading, mark: null, isProtected: false, nextClockChange: '2026-12-31T23:00:00.000Z' },
    ]);

  it('are none where nothing is recorded', async () => {
    expect(await load([])).toEqual(new Map());
    expect(await load()).toEqual(new Map());
  });

  it('are everything recorded, from each of its places', async () => {
    await savePerson();
    await the.storage.accounts.save(the.storage.manager, [account]);
    await the.storage.manager.insert(HoldEntity, [
      {
        municipality: 'berg',
        hsaIdKey: KEY,
        kind: 'identity-changed',
        since: NOW,
        detail: 'En annan.',
        observed: the.storage.box.seal(aPerson()),
      },
      { municipality: 'are', hsaIdKey: KEY, kind: 'absence-unproven', since: NOW, detail: 'I en annan kommun.', observed: null },
    ]);
    await the.storage.manager.insert(OrderEntity, [order, { ...order, number: 'B2026-00002', municipality: 'are' }]);
    const told = { isProtected: false, facts: buildCaseFacts() };
    await the.storage.transaction((manager) =>
      the.storage.cases.open(manager, { municipality: 'berg', runId: null, now: NOW }, [
        { hsaIdKey: KEY, event: 'new', changes: [], told, ready: false },
      ]),
    );
    expect((await load()).get(KEY)).toEqual({
      facts: {
        hsaId: 'SE2120002502-1A2B',
        municipality: 'berg',
        hsa: reading,
        order: {
          ...{ number: 'B2026-00001', state: 'active', cosmicRole: 'SSK', orderedAt: NOW, from: '2026-11-21', to: null, endedAt: null },
        },
        agreement: null,
        account: {
          ...{ accountName: 'ext0123456789', createdAt: NOW, desiredEnabled: true, desired: attributes, desiredVersion: 3 },
          ...{ applied: null, appliedVersion: 2, appliedAt: NOW, refused: { code: '53', since: NOW } },
          ...{ refusedAttributes: [], nextAttemptAt: null, attempts: 0 },
          ...{ disabledAt: null, closedAt: null, deletedAt: null },
        },
        grants: [],
        holds: [{ kind: 'identity-changed', since: NOW, detail: 'En annan.' }],
        unitKnownToCosmic: null,
        testLoginPassed: false,
      },
      account,
      told,
      remarks: account.remarks,
      nextClockChange: '2026-12-31T23:00:00.000Z',
      fingerprint: fingerprintOf(reading),
    });
  });

  it('of somebody whom nobody has met are the order', async () => {
    await the.storage.manager.insert(OrderEntity, order);
    expect((await load()).get(KEY)).toMatchObject({
      facts: { hsaId: order.hsaId, hsa: null, order: { number: order.number }, account: null },
    });
    expect(await the.storage.facts.recordedBeforehand(the.storage.manager, 'berg', [KEY, 'se2120002502-x'])).toEqual(new Set([KEY]));
  });

  it('of an account without a reading are the account', async () => {
    await the.storage.accounts.save(the.storage.manager, [account]);
    expect((await load()).get(KEY)).toMatchObject({
      facts: { hsaId: KEY, hsa: null, account: { accountName: 'ext0123456789' } },
      told: null,
    });
  });

  it('of another municipality are not these', async () => {
    await savePerson('are');
    expect(await load()).toEqual(new Map());
  });

  it('come in the order asked for, of more people than fit in one statement', async () => {
    const keys = Array.from({ length: 250 }, (_, index) => `se2120002502-${index}`);
    await the.storage.people.save(
      the.storage.manager,
      'berg',
      keys.map((hsaIdKey) => ({ hsaIdKey, hsaId: hsaIdKey.toUpperCase(), reading, mark: null, isProtected: false, nextClockChange: null })),
    );
    expect([...(await load(keys.toReversed())).keys()]).toEqual(keys.toReversed());
  });
});
