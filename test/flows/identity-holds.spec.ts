import type { CatalogueEntry, PersonEntryOptions } from '../support/builders/ldif';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { testPersonalNumber } from '../support/builders/personal-number';
import { ServiceDeskCommand } from '../../src/commands/service-desk.command';
import { LeaseService } from '../../src/platform/leases/lease.service';
import { municipalityLease } from '../../src/reconciliation/run-request';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock (2026-11-21).

const HSA_ID = hsaIdOf(1);
const others = inhabitants(5, {}, 2);
const NUMBER = testPersonalNumber('19700101');
const UUID = '11111111-7a53-4a53-9f0e-6d1a2b3c4d5e';

type Identifiers = PersonEntryOptions & { number?: string; uuid?: string };
const person = ({ number, uuid, ...options }: Identifiers = {}): CatalogueEntry =>
  inhabitant(1, { ...options, attributes: { personalIdentityNumber: number, entryUUID: uuid, ...options.attributes } });

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
  });
  afterEach(() => service.close());

  const afterBoth = async (before: Identifiers, after: Identifiers) => {
    await service.syncWith([person(before), ...others]);
    const account = await service.account(HSA_ID);
    return { account, run: await service.syncWith([person(after), ...others]) };
  };

  describe('a known HSA-id that shows another human', () => {
    it.each<[string, Identifiers, Identifiers, string]>([
      [
        'by personnummer',
        { number: NUMBER, uuid: UUID },
        { number: testPersonalNumber('19850312'), uuid: UUID, surname: 'Nyman' },
        'identitetsnumret',
      ],
      ['by entryUUID, without personnummer', { uuid: UUID }, { uuid: UUID.replaceAll('1', '2'), surname: 'Nyman' }, 'entryUUID'],
      [
        'by entryUUID, where one of the readings lacks the personnummer',
        { number: NUMBER, uuid: UUID },
        { uuid: UUID.replaceAll('1', '2'), surname: 'Nyman' },
        'entryUUID',
      ],
      ['by surname and DN, without either', {}, { surname: 'Nyman', cn: 'Nyman' }, 'efternamn och DN'],
    ])('%s: held and frozen, with a finding', async (_, before, after, what) => {
      const { account, run } = await afterBoth(before, after);
      expect(run).toMatchObject({ status: 'completed', held: 1, changed: 0, ended: 0, unchanged: 5 });
      expect(await service.account(HSA_ID)).toEqual({ ...account, stage: 'held' });
      const [finding, ...more] = await service.findings('identity-changed');
      expect(finding).toMatchObject({ hsaId: HSA_ID, detail: expect.stringContaining(`(${what} skiljer)`) });
      expect(finding).not.toHaveProperty('dn');
      expect(more).toEqual([]);
      expect(await service.mails('changed')).toEqual([]);
      expect(await service.explain(HSA_ID)).toMatchObject({
        stage: 'held',
        held: true,
        blockers: [{ reason: 'identity-changed', owner: 'operations' }, {}, {}, {}, {}],
      });
    });

    it.each<[string, Identifiers, Identifiers]>([
      [
        'the same personnummer',
        { number: NUMBER, uuid: UUID },
        { number: NUMBER, uuid: UUID.replaceAll('1', '2'), surname: 'Nyman', cn: 'Nyman' },
      ],
      ['the same entryUUID', { uuid: UUID }, { uuid: UUID, surname: 'Nyman', cn: 'Nyman' }],
      ['the same DN', {}, { surname: 'Nyman' }],
      ['the same surname', {}, { cn: 'Nyman' }],
      ['the personnummer left out and the same entryUUID', { number: NUMBER, uuid: UUID }, { uuid: UUID, surname: 'Nyman', cn: 'Nyman' }],
    ])('is not somebody with %s', async (_, before, after) => {
      const { run } = await afterBoth(before, after);
      expect(run).toMatchObject({ status: 'completed', held: 0, changed: after.surname ? 1 : 0 });
      expect(await service.findings('identity-changed')).toEqual([]);
    });

    it('is compared with a personnummer that HSA showed once and then left out', async () => {
      await afterBoth({ number: NUMBER, uuid: UUID }, { uuid: UUID });
      expect(await service.syncWith([person({ number: testPersonalNumber('19850312'), uuid: UUID }), ...others])).toMatchObject({
        held: 1,
      });
    });

    it('stays held from run to run without new rows or mails', async () => {
      await afterBoth({ uuid: UUID }, { uuid: UUID.replaceAll('1', '2') });
      const [since] = await service.findings('identity-changed');
      const before = [await service.mails(), (await service.auditRows()).length];
      expect(await service.sync()).toMatchObject({ status: 'completed', held: 1, unchanged: 5 });
      expect([await service.mails(), (await service.auditRows()).length]).toEqual([before[0], Number(before[1]) + 1]);
      expect(await service.findings('identity-changed')).toEqual([since]);
    });

    it('is free again by itself when the data agrees, and what changed meanwhile is told', async () => {
      await afterBoth({ uuid: UUID }, { uuid: UUID.replaceAll('1', '2'), surname: 'Nyman' });
      const run = await service.syncWith([person({ uuid: UUID, attributes: { title: 'Undersköterska' } }), ...others]);
      expect(run).toMatchObject({ status: 'completed', held: 0, changed: 1 });
      expect(await service.account(HSA_ID)).toMatchObject({
        stage: 'account-ready',
        desired: { sn: 'Andersson', title: 'Undersköterska' },
      });
      expect(await service.findings('identity-changed')).toEqual([]);
      expect((await service.auditRows()).filter(({ subject }) => subject === HSA_ID.toLowerCase()).map(({ action }) => action)).toEqual([
        'access-created',
        'hold-opened',
        'access-changed',
      ]);
    });
  });

  describe('evidence of leaving passes through a hold', () => {
    it.each<[string, Identifiers | null]>([
      ['the role is gone', { roles: [] }],
      ['the entry is gone', null],
      ['the entry is archived', { classes: ['hsaArchivedObject'] }],
      ['the entry is deleted', { classes: ['hsaDeletedPersonWithValidCertificates'] }],
      ['the entry is test data', { classes: ['hsaFeignedDataObject'] }],
      ['the end date has passed', { attributes: { endDate: '20261120' } }],
    ])('when %s', async (_, leaving) => {
      const other = { uuid: UUID.replaceAll('1', '2'), surname: 'Nyman' };
      await afterBoth({ uuid: UUID }, other);
      const run = await service.syncWith([...(leaving ? [person({ ...other, ...leaving })] : []), ...others]);
      expect(run).toMatchObject({ status: 'completed', ended: 1 });
      expect(await service.account(HSA_ID)).toMatchObject({ enabled: false, desired: { sn: 'Andersson' } });
      expect((await service.mails('ended'))[0]?.text).toContain('Namn: Anna Andersson\n');
    });

    it('also where the entry could not be trusted before', async () => {
      await service.syncWith([person({ uuid: UUID }), ...others]);
      await service.syncWith([person({ uuid: UUID, attributes: { startDate: '20261345' } }), ...others]);
      const other = { uuid: UUID.replaceAll('1', '2'), surname: 'Nyman', classes: ['hsaArchivedObject'] };
      expect(await service.syncWith([person(other), ...others])).toMatchObject({ status: 'completed', ended: 1, held: 0 });
      expect(await service.account(HSA_ID)).toMatchObject({ enabled: false });
    });
  });

  describe('hold accept', () => {
    const before = { number: testPersonalNumber('19700161'), uuid: UUID };
    const after = { number: NUMBER, uuid: UUID, surname: 'Nyman' };

    it('makes what was read the truth: a samordningsnummer that became a personnummer', async () => {
      const { account } = await afterBoth(before, after);
      expect(await service.acceptHold(HSA_ID)).toEqual({ hsaId: HSA_ID, municipality: 'berg', action: 'changed' });
      expect(await service.account(HSA_ID)).toMatchObject({
        accountName: account.accountName,
        stage: 'account-ready',
        desired: { sn: 'Nyman' },
      });
      expect((await service.mails('changed'))[0]?.text).toContain('Namn: Anna Andersson → Anna Nyman\n');
      expect(await service.findings('identity-changed')).toEqual([]);
      const row = (await service.auditRows()).at(-1);
      expect(row).toMatchObject({ actorKind: 'person', actorName: 'Dana Drift', systemUser: 'tester', subject: HSA_ID.toLowerCase() });
      expect((await service.explain(HSA_ID)).trail.at(-1)).toMatchObject({ reason: 'Nytt personnummer' });
      expect(await service.sync()).toMatchObject({ status: 'completed', held: 0, changed: 0, unchanged: 6 });
    });

    it('accepts whatever letters the HSA-id is written with', async () => {
      await afterBoth(before, after);
      expect(await service.acceptHold(` ${HSA_ID.toUpperCase()} `)).toMatchObject({ hsaId: HSA_ID });
    });

    it.each([
      ['somebody who is not held', hsaIdOf(2)],
      ['somebody unknown', 'SE2120002502-9Z9Z'],
    ])('refuses %s', async (_, hsaId) => {
      await afterBoth(before, after);
      await expect(service.acceptHold(hsaId)).rejects.toThrow(
        `${hsaId} är inte stoppad för en ändrad identitet. Det finns inget att godkänna.`,
      );
    });

    it('waits for a run that goes on, until it is told to stop waiting: then it has failed, and nothing is accepted', async () => {
      const { account } = await afterBoth(before, after);
      const run = await service.get(LeaseService).acquire(municipalityLease('berg'));
      const stopping = new AbortController();
      const command = service.get(ServiceDeskCommand);
      const answer = command.acceptHold(HSA_ID, { kind: 'person', name: 'Dana Drift', systemUser: 'tester' }, 'Nytt', stopping.signal);
      stopping.abort();
      const error = 'En annan körning av kommunen pågår. Försök igen när den är klar.';
      expect(await answer).toEqual({ json: { error }, lines: [error], status: 1 });
      expect((await service.account(HSA_ID)).desired).toEqual(account.desired);
      await run?.release();
      expect(await service.acceptHold(HSA_ID)).toMatchObject({ action: 'changed' });
    });

    it('refuses twice', async () => {
      await afterBoth(before, after);
      await service.acceptHold(HSA_ID);
      await expect(service.acceptHold(HSA_ID)).rejects.toThrow('Det finns inget att godkänna.');
    });

    it('accepts what was read last', async () => {
      await afterBoth(before, after);
      await service.syncWith([person({ ...after, surname: 'Nymansson' }), ...others]);
      await service.acceptHold(HSA_ID);
      expect(await service.account(HSA_ID)).toMatchObject({ desired: { sn: 'Nymansson' } });
    });

    it('accepts the identity, not an entry that cannot be trusted', async () => {
      const { account } = await afterBoth(before, after);
      await service.syncWith([person({ ...after, attributes: { endDate: '20261345' } }), ...others]);
      await service.acceptHold(HSA_ID);
      expect((await service.account(HSA_ID)).desired).toEqual(account.desired);
      expect(await service.explain(HSA_ID)).toMatchObject({ stage: 'held', blockers: [{ reason: 'entry-refused' }, {}, {}, {}, {}] });
      expect(await service.syncWith([person(after), ...others])).toMatchObject({ held: 0, changed: 1 });
      expect(await service.account(HSA_ID)).toMatchObject({ desired: { sn: 'Nyman' } });
    });
  });
});
