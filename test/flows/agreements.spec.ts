import { AgreementEntity } from '../../src/agreements/agreement.entity';
import { Agreements } from '../../src/agreements/agreements.service';
import { RegisterAgreement } from '../../src/agreements/register-agreement.service';
import { isReadAction } from '../../src/audit/read-action';
import { type Reach, reachOf } from '../../src/auth/reach';
import type { Role } from '../../src/auth/role';
import {
  addTemplate,
  agreementsOf,
  aPaper,
  correct,
  EVERYWHERE,
  MORNING,
  refusalOf,
  register,
  SERVICE_DESK,
  userOf,
  withdraw,
} from '../support/agreement-scene';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on each database, the catalogues' files. Faked: the clock.

const PROTECTED = 4;
const people = [...inhabitants(3), inhabitant(PROTECTED, { classes: ['hsaConfidentialPerson'] })];
const CODES = ['berg', 'are'];

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({
      municipalities: [{}, { code: 'are' }],
      now: MORNING,
      configuration: { agreements: { validMonths: 24 } },
    });
    service.writeCatalogue('are', inhabitants(2, { code: 'are' }));
    await service.syncWith(people);
    await service.sync('are');
    await addTemplate(service);
  });
  afterEach(() => service.close());

  const stage = async (who: number) => (await service.account(hsaIdOf(who))).stage;
  const actions = async (who: number) =>
    (await service.auditRows())
      .filter(({ subject, action }) => subject === hsaIdOf(who).toLowerCase() && !isReadAction(action))
      .map(({ action }) => action);

  describe('a paper that came in', () => {
    it('is registered, settles access and is in the audit trail', async () => {
      expect(await stage(1)).toBe('account-ready');
      const view = await register(service, aPaper(1, { registryNumber: 'SC 2026/17' }));
      expect(view).toMatchObject({
        ...{ version: 1, municipality: 'berg', hsaId: hsaIdOf(1), isProtected: false, templateVersion: '1', source: 'paper' },
        ...{ signedOn: '2026-11-03', receivedOn: '2026-11-05', validTo: '2028-11-03', status: 'valid', registryNumber: 'SC 2026/17' },
        ...{ receiver: 'SE2120002502-DESK', scan: null, withdrawn: null, replaces: null, replacedBy: null },
      });
      expect(await stage(1)).toBe('agreement-received');
      expect(await actions(1)).toEqual(['access-created', 'agreement-registered']);
      const [created] = (await service.cases()).filter(({ hsaIdKey }) => hsaIdKey === hsaIdOf(1).toLowerCase());
      expect((await service.showCase(created!.number)).facts?.agreement).toBe('valid');
      expect((await service.explain(hsaIdOf(1))).blockers.map(({ reason }) => reason)).not.toContain('agreement-missing');
      expect(await service.auditProblems()).toEqual([]);
    });

    it('is explained on any past day', async () => {
      await register(service, aPaper(1));
      service.travelTo('2026-11-25T08:00:00.000Z');
      const before = await service.explain(hsaIdOf(1), '2026-11-20');
      expect(before.source).toBe('not-yet');
      expect((await service.explain(hsaIdOf(1), '2026-11-22')).stage).toBe('agreement-received');
    });

    it.each<[string, Parameters<typeof aPaper>[1]]>([
      ['signed-in-future', { signedOn: '2026-11-22', receivedOn: '2026-11-22' }],
      ['received-in-future', { receivedOn: '2026-11-22' }],
      ['received-before-signed', { receivedOn: '2026-11-02' }],
      ['unknown-template-version', { templateVersion: '7' }],
      ['template-not-in-force', { signedOn: '2025-12-31', receivedOn: '2025-12-31' }],
      ['malformed-date', { signedOn: '3 november' }],
      ['malformed-registry-number', { registryNumber: '=cmd()' }],
      ['personal-number-given', { registryNumber: '20170101-2393' }],
      ['scans-not-taken', { scan: Buffer.from('%PDF-1.4') }],
      ['not-found', { whom: { hsaId: 'SE2120002502-NOBODY' } }],
      ['not-found', { whom: { hsaId: 'Person 1' } }],
      ['not-found', { whom: { caseNumber: '2026-99999' } }],
    ])('is refused with a clear answer and leaves nothing: %s', async (code, more) => {
      const rows = (await service.auditRows()).length;
      expect(await refusalOf(register(service, aPaper(1, more)))).toBe(code);
      expect(await service.dataSource.manager.count(AgreementEntity)).toBe(0);
      expect(await service.auditRows()).toHaveLength(rows);
    });

    it('is registered once, however many times and by however many it is sent', async () => {
      const sent = await Promise.all(Array.from({ length: 4 }, () => refusalOf(register(service, aPaper(1)))));
      expect(sent.filter((code) => code === null)).toHaveLength(1);
      expect(new Set(sent.filter((code) => code !== null))).toEqual(new Set(['agreement-already-registered']));
      expect(await agreementsOf(service, 1)).toHaveLength(1);
      expect(await actions(1)).toEqual(['access-created', 'agreement-registered']);
    });

    it('by the number of a case is the same person', async () => {
      const [{ number } = { number: '' }] = (await service.cases()).filter(({ hsaIdKey }) => hsaIdKey === hsaIdOf(2).toLowerCase());
      expect(await register(service, aPaper(0, { whom: { caseNumber: number } }))).toMatchObject({ hsaId: hsaIdOf(2), caseNumber: number });
    });

    it('changes nothing of the next run', async () => {
      await register(service, aPaper(1));
      expect(await service.sync('berg')).toMatchObject({ changed: 0, unchanged: 4 });
      expect(await stage(1)).toBe('agreement-received');
    });
  });

  describe('a correction', () => {
    it('is a row of its own, says why, and leaves the other as it was', async () => {
      const wrong = await register(service, aPaper(1, { registryNumber: 'SC 1' }));
      service.clock.advance(1000);
      const right = await correct(service, wrong.id, { signedOn: '2026-11-04', version: 1 });
      expect(right).toMatchObject({
        signedOn: '2026-11-04',
        replaces: wrong.id,
        correctionReason: 'Fel dag',
        status: 'valid',
        validTo: '2028-11-04',
      });
      const [, before] = await agreementsOf(service, 1);
      expect(before).toEqual({ ...wrong, status: 'corrected', replacedBy: right.id, version: 2 });
      expect(await actions(1)).toEqual(['access-created', 'agreement-registered', 'agreement-corrected']);
    });

    it('is refused of what is corrected already, of what has changed meanwhile, of nothing, and without a reason', async () => {
      const wrong = await register(service, aPaper(1));
      expect(await refusalOf(correct(service, wrong.id, { version: 9 }))).toBe('changed-meanwhile');
      expect(await refusalOf(correct(service, wrong.id, { reason: ' ' }))).toBe('reason-missing');
      expect(await refusalOf(correct(service, wrong.id, { reason: 'Hör till 20170101-2393' }))).toBe('personal-number-given');
      expect(await refusalOf(correct(service, 'nothing'))).toBe('not-found');
      expect(await refusalOf(correct(service, wrong.id, { signedOn: '2027-01-01' }))).toBe('signed-in-future');
      await correct(service, wrong.id, { signedOn: '2026-11-04' });
      expect(await refusalOf(correct(service, wrong.id))).toBe('agreement-replaced');
      expect(await agreementsOf(service, 1)).toHaveLength(2);
    });

    it('of two at once is one', async () => {
      const wrong = await register(service, aPaper(1));
      const days = ['2026-11-01', '2026-11-02', '2026-11-04'];
      const ends = await Promise.all(days.map((signedOn) => refusalOf(correct(service, wrong.id, { signedOn }))));
      expect(ends.filter((code) => code === null)).toHaveLength(1);
      expect(await agreementsOf(service, 1)).toHaveLength(2);
    });
  });

  describe('a withdrawal', () => {
    it('takes all that the person has signed, and only what is signed after it counts', async () => {
      await register(service, aPaper(1));
      await register(service, aPaper(1, { signedOn: '2026-11-10', receivedOn: '2026-11-10' }));
      expect(await withdraw(service, 1)).toMatchObject({
        status: 'withdrawn',
        withdrawn: { reason: 'Har bytt uppdrag', by: 'SE2120002502-DESK' },
      });
      expect((await agreementsOf(service, 1)).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
      expect(await stage(1)).toBe('account-ready');
      expect((await service.explain(hsaIdOf(1))).blockers).toContainEqual(expect.objectContaining({ reason: 'agreement-withdrawn' }));
      expect(await refusalOf(register(service, aPaper(1, { signedOn: '2026-11-20', receivedOn: '2026-11-20' })))).toBe(
        'signed-before-withdrawal',
      );
      await register(service, aPaper(1, { signedOn: '2026-11-21', receivedOn: '2026-11-21' }));
      expect(await stage(1)).toBe('agreement-received');
      expect(await actions(1)).toEqual([
        ...['access-created', 'agreement-registered', 'agreement-registered', 'agreement-withdrawn', 'agreement-registered'],
      ]);
    });

    it('is refused where there is nothing to withdraw, and of what was withdrawn', async () => {
      expect(await refusalOf(withdraw(service, 1))).toBe('no-agreement');
      const { id } = await register(service, aPaper(1));
      await withdraw(service, 1);
      expect(await refusalOf(withdraw(service, 1))).toBe('no-agreement');
      const byId = service.get(RegisterAgreement).withdraw(EVERYWHERE, { id, version: null }, 'Igen', SERVICE_DESK);
      expect(await refusalOf(byId)).toBe('agreement-withdrawn');
      expect(await refusalOf(correct(service, id))).toBe('agreement-withdrawn');
    });

    it('names the version that was read', async () => {
      const { id } = await register(service, aPaper(1));
      const at = (version: number) => service.get(RegisterAgreement).withdraw(EVERYWHERE, { id, version }, 'Skäl', SERVICE_DESK);
      expect(await refusalOf(at(2))).toBe('changed-meanwhile');
      expect(await at(1)).toMatchObject({ version: 2, status: 'withdrawn' });
    });
  });

  describe('who may see', () => {
    const scope = (role: Role, municipality: string | null, unit: string | null = null) =>
      reachOf(
        userOf(9, { roles: [{ role, municipality, unit, from: null, to: null, deputyFor: null }] }),
        'agreements:read',
        '2026-11-21',
        CODES,
      );
    beforeEach(async () => {
      for (const who of [1, 2]) await register(service, aPaper(who));
      const [{ number } = { number: '' }] = (await service.cases()).filter(({ isProtected }) => isProtected);
      await register(service, aPaper(0, { whom: { caseNumber: number } }));
    });
    const unitsAbove = async (): Promise<string[]> => {
      const [row] = await service.dataSource.query(`SELECT facts FROM person WHERE hsa_id_key = '${hsaIdOf(1).toLowerCase()}'`);
      return (JSON.parse((row as { facts: string }).facts) as { unit: { above: string[] } }).unit.above;
    };
    const listed = async (one: Reach) => (await service.get(Agreements).list(one, { limit: 10 }, SERVICE_DESK)).items;

    it.each<[Role, string | null, number]>([
      ['service-desk', 'berg', 3],
      ['service-desk', null, 3],
      ['auditor', 'berg', 3],
      ['manager', 'berg', 3],
      ['helpdesk', null, 3],
      ['manager', 'are', 0],
      ['service-desk', 'are', 0],
      ['hsa-administrator', 'berg', 0],
      ['operator', 'berg', 0],
    ])('as %s of %s: %i', async (role, municipality, count) => {
      const own = scope(role, municipality);
      expect(await listed(own)).toHaveLength(count);
      const [{ id } = { id: '' }] = await agreementsOf(service, 1);
      expect(await refusalOf(service.get(Agreements).show(own, id, SERVICE_DESK))).toBe(count === 0 ? 'not-found' : null);
    });

    it('of a protected person nothing that was written freely, and nothing at all to who reaches a unit', async () => {
      const [unit] = await unitsAbove();
      const masked = (await listed(scope('service-desk', 'berg'))).find(({ isProtected }) => isProtected)!;
      await correct(service, masked.id, { reason: 'Namnet Nötskrika var fel' });
      const shown = (await listed(scope('service-desk', 'berg'))).filter(({ isProtected }) => isProtected);
      expect(shown.map(({ correctionReason }) => correctionReason)).toEqual([null, null]);
      const show = (one: Reach) => refusalOf(service.get(Agreements).show(one, masked.id, SERVICE_DESK));
      expect([await show(scope('service-desk', 'berg')), await show(scope('manager', 'berg', unit))]).toEqual([null, 'not-found']);
    });

    it('foreign, missing and protected answer alike', async () => {
      const [unit] = await unitsAbove();
      const answerTo = (hsaId: string, one: Reach) =>
        register(service, aPaper(1, { whom: { hsaId } }), one).then(
          () => 'registered',
          ({ code, status, message }: { code: string; status: number; message: string }) => [code, status, message],
        );
      const own = scope('service-desk', 'berg', unit);
      const answers = [
        ...[hsaIdOf(PROTECTED), 'SE2120002502-NOBODY', 'nonsens', hsaIdOf(1, 'are')].map((hsaId) => answerTo(hsaId, own)),
        answerTo(hsaIdOf(1), scope('service-desk', 'are')),
      ];
      expect(new Set((await Promise.all(answers)).map((one) => JSON.stringify(one))).size).toBe(1);
    });

    it('who looked is in the audit trail', async () => {
      const [{ id } = { id: '' }] = await agreementsOf(service, 1);
      await service.get(Agreements).show(EVERYWHERE, id, SERVICE_DESK);
      const rows = (await service.auditRows()).filter(({ action }) => action === 'agreement-read');
      expect(rows.map(({ subject }) => subject)).toEqual([hsaIdOf(1).toLowerCase(), hsaIdOf(1).toLowerCase()]);
    });

    it('a manager of a unit sees those of the unit alone', async () => {
      const [unit] = await unitsAbove();
      expect(await listed(scope('manager', 'berg', unit))).toHaveLength(2);
      expect(await listed(scope('manager', 'berg', 'se2120002502-00x9'))).toHaveLength(0);
    });

    it('all of it, a page at a time', async () => {
      const whole = (await service.get(Agreements).list(EVERYWHERE, { limit: 10 }, SERVICE_DESK)).items.map(({ id }) => id);
      const paged: string[] = [];
      for (let after: string | undefined; ;) {
        const { items, next } = await service.get(Agreements).list(EVERYWHERE, { limit: 1, after }, SERVICE_DESK);
        paged.push(...items.map(({ id }) => id));
        if (next === null) break;
        after = next;
      }
      expect(paged).toEqual(whole);
      expect(whole).toEqual([...whole].sort().reverse());
    });
  });
});
