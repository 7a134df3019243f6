import { FindingEntity } from '../../src/findings/finding.entity';
import { type CatalogueEntry, unitEntry } from '../support/builders/ldif';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file. Faked: the clock, a quarter of an hour between runs.

const good = inhabitants(3);
const nearMiss = (role: string): CatalogueEntry => inhabitant(4, { roles: [role] });

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
  });
  afterEach(() => service.close());

  const stored = (kind: string) => service.dataSource.manager.find(FindingEntity, { where: { kind }, order: { since: 'ASC' } });

  describe('a finding', () => {
    it('is kept from run to run with the moment it began', async () => {
      const began = service.clock.now();
      await service.syncWith([...good, nearMiss('rjh;link')]);
      const [first] = await service.findings('system-role-near-miss');
      expect(first).toMatchObject({ municipality: 'berg', hsaId: hsaIdOf(4), dn: expect.stringContaining('cn=Person 4'), since: began });
      await service.sync();
      await service.sync();
      expect(await service.findings('system-role-near-miss')).toEqual([first]);
      expect(await stored('system-role-near-miss')).toHaveLength(1);
    });

    it('keeps that moment when its words change or the entry moves', async () => {
      await service.syncWith([...good, nearMiss('rjh;link')]);
      const [first] = await service.findings('system-role-near-miss');
      await service.syncWith([...good, inhabitant(4, { roles: ['RJH; LINK'], unit: ['Vård'] })]);
      const [second, ...more] = await service.findings('system-role-near-miss');
      expect(second).toMatchObject({
        since: first?.since,
        detail: expect.stringContaining('RJH; LINK'),
        dn: expect.stringContaining('ou=Vård'),
      });
      expect(more).toEqual([]);
    });

    it('is closed by itself, and begins anew when it comes back', async () => {
      await service.syncWith([...good, nearMiss('rjh;link')]);
      await service.syncWith([...good, inhabitant(4)]);
      expect(await service.findings('system-role-near-miss')).toEqual([]);
      const again = service.clock.now();
      await service.syncWith([...good, nearMiss('rjh;link')]);
      expect(await service.findings('system-role-near-miss')).toMatchObject([{ since: again }]);
      expect((await stored('system-role-near-miss')).map(({ closedAt }) => closedAt === null)).toEqual([false, true]);
    });

    it('stands in the answer of the run, and of a preview that writes none', async () => {
      service.writeCatalogue('berg', [...good, nearMiss('rjh;link')]);
      const { findings } = await service.preview();
      expect(findings.map(({ kind }) => kind)).toContain('system-role-near-miss');
      expect(await service.findings()).toEqual([]);
      expect((await service.sync()).findings).toEqual((await service.findings()).map(({ municipality: _, ...rest }) => rest));
    });
  });

  describe('what is a finding', () => {
    it.each(['rjh;link', 'RJH; LINK', 'RJH;LINK-SE2120002502-E001', 'RJH;LINK2', 'XRJH;LINK', 'RJH;LINK;X', 'RJH:LINK'])(
      'a role of %s, which gives no access',
      async (role) => {
        expect(await service.syncWith([...good, nearMiss(role)])).toMatchObject({ created: 3 });
        expect(await service.findings('system-role-near-miss')).toMatchObject([
          { hsaId: hsaIdOf(4), detail: expect.stringContaining(`”${role}”`) },
        ]);
      },
    );

    it.each<[string, CatalogueEntry]>([
      ['another system alone', nearMiss('INTYG;Rehab-SE2321000156-1A2B')],
      ['the right role beside a near miss', inhabitant(4, { roles: ['RJH;LINK', 'rjh;link'] })],
    ])('not %s', async (_, entry) => {
      await service.syncWith([...good, entry]);
      expect(await service.findings('system-role-near-miss')).toEqual([]);
    });

    it('nothing about somebody without role and account, also where they are known from before', async () => {
      const bad = inhabitant(4, { roles: [], attributes: { mail: 'felskriven', endDate: 'i morgon' } });
      const about = async () => (await service.findings()).filter(({ hsaId }) => hsaId === hsaIdOf(4)).map(({ kind }) => kind);
      await service.syncWith([...good, bad]);
      expect(await about()).toEqual([]);
      await service.syncWith([...good, nearMiss('rjh;link')]);
      expect(await about()).toEqual(['system-role-near-miss']);
      await service.syncWith([...good, bad]);
      expect(await about()).toEqual([]);
    });

    it('a bad entry, and it stops nobody else', async () => {
      const run = await service.syncWith([
        ...good,
        inhabitant(4, { attributes: { endDate: '20261345' } }),
        inhabitant(5, { hsaId: 'SE2321000214-P005' }),
        inhabitant(6, { attributes: { hsaIdentity: undefined } }),
        inhabitant(7, { surname: 'Ek\u0007man' }),
        inhabitant(8, { cn: 'En' }),
        inhabitant(8, { cn: 'Två' }),
      ]);
      expect(run).toMatchObject({ status: 'completed', created: 3, read: 9 });
      const kinds = (await service.findings()).map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(['date-malformed', 'hsa-id-foreign-prefix', 'hsa-id-missing', 'control-character']));
      expect(await service.findings('hsa-id-duplicate')).toHaveLength(2);
    });

    it.each<[string, CatalogueEntry[]]>([
      ['a date that is none', [inhabitant(1, { attributes: { startDate: 'igår' } })]],
      ['a twin', [inhabitant(1), inhabitant(1, { cn: 'Dubblett' })]],
      ['a twin with other letters', [inhabitant(1), inhabitant(1, { cn: 'Dubblett', hsaId: hsaIdOf(1).replace('P', 'p') })]],
      [
        'a twin of which neither is the first one',
        [inhabitant(1, { cn: 'En', surname: 'Nyman' }), inhabitant(1, { cn: 'Annan', surname: 'Berg' })],
      ],
    ])('somebody with an account whose entry goes bad: frozen, not ended (%s)', async (_, bad) => {
      await service.syncWith(good);
      const before = await service.account(hsaIdOf(1));
      expect(await service.syncWith([...bad, ...good.slice(1)])).toMatchObject({ held: 1, ended: 0 });
      expect(await service.account(hsaIdOf(1))).toEqual({ ...before, stage: 'held' });
      expect(await service.syncWith(good)).toMatchObject({ held: 0, changed: 0, unchanged: 3 });
    });

    it('a value that AD would refuse for its length: shortened in the account, until it is shorter in HSA', async () => {
      const title = 'Verksamhetsutvecklare '.repeat(7).trim();
      const unit = 'Hemtjänst och särskilt boende för äldre i norra delen av kommunen';
      await service.syncWith([unitEntry([unit]), inhabitant(1, { unit: [unit], attributes: { title } })]);
      const { desired } = await service.account(hsaIdOf(1));
      expect(desired.title).toBe(title.slice(0, 128).trimEnd());
      expect(desired.department).toBe(unit.slice(0, 64));
      expect(await service.findings('value-shortened')).toMatchObject([
        { hsaId: hsaIdOf(1), detail: expect.stringContaining('Värdet för') },
        { hsaId: hsaIdOf(1), detail: expect.stringContaining('AD tar högst') },
      ]);
      expect((await service.mails())[0]?.text).toContain(`Titlar: ${title}\n`);
      await service.syncWith([unitEntry(['Hemtjänst']), inhabitant(1, { unit: ['Hemtjänst'], attributes: { title: 'Undersköterska' } })]);
      expect(await service.findings('value-shortened')).toEqual([]);
    });

    it('a value that is too long in another way, or no longer: told as it is, though the account stays as it is', async () => {
      const long = 'Verksamhetsutvecklare i '.repeat(8);
      const titled = (length: number) => service.syncWith([inhabitant(1, { attributes: { title: long.slice(0, length).trim() } })]);
      const told = async () => (await service.findings('value-shortened')).map(({ detail }) => /\d+ tecken/.exec(detail)?.[0]);
      await titled(140);
      const account = await service.account(hsaIdOf(1));
      expect(await told()).toEqual(['140 tecken']);
      const [first] = await service.findings('value-shortened');
      await titled(150);
      expect(await told()).toEqual(['150 tecken']);
      expect(await service.findings('value-shortened')).toMatchObject([{ since: first?.since }]);
      await titled(128);
      expect(await told()).toEqual([]);
      expect((await service.account(hsaIdOf(1))).desired).toEqual(account.desired);
      expect(await service.account(hsaIdOf(1))).toMatchObject({ desiredVersion: 1 });
    });
  });
});
