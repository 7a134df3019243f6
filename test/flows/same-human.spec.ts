import { FindingEntity } from '../../src/findings/finding.entity';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { testPersonalNumber } from '../support/builders/personal-number';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogues' files. Faked: the clock.

const NUMBER = testPersonalNumber('19700101');
const OTHER = testPersonalNumber('19850312');

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ code: 'are' }, { code: 'berg' }] });
  });
  afterEach(() => service.close());

  const inBerg = (number: number, personalIdentityNumber: string) => inhabitant(number, { attributes: { personalIdentityNumber } });
  const inAre = (number: number, personalIdentityNumber: string) =>
    inhabitant(number, { code: 'are', attributes: { personalIdentityNumber } });

  describe('one human with several HSA-ids', () => {
    it('in two municipalities has an account in each, and neither learns the other HSA-id', async () => {
      service.writeCatalogue('are', [inAre(1, NUMBER), inAre(2, OTHER)]);
      service.writeCatalogue('berg', [inBerg(7, NUMBER)]);
      await service.syncAll();
      expect((await service.accounts()).map(({ hsaId, enabled }) => [hsaId, enabled])).toEqual([
        [hsaIdOf(1, 'are'), true],
        [hsaIdOf(2, 'are'), true],
        [hsaIdOf(7), true],
      ]);
      const findings = await service.findings('same-human');
      expect(findings.map(({ municipality, hsaId }) => [municipality, hsaId])).toEqual([
        ['are', hsaIdOf(1, 'are')],
        ['berg', hsaIdOf(7)],
      ]);
      expect(findings[0]?.detail).toBe('Samma människa har ett HSA-id i en annan kommun också. De hanteras som olika personer.');
      const ofAre = JSON.stringify(await service.dataSource.manager.findBy(FindingEntity, { municipality: 'are' }));
      const ofBerg = JSON.stringify(await service.dataSource.manager.findBy(FindingEntity, { municipality: 'berg' }));
      expect(ofAre).not.toMatch(/2120002502|[Bb]erg/);
      expect(ofBerg).not.toMatch(/2120002494|[Åå]re/);
    });

    it('is told in both also when only the one that was read last shows it, and ends in both alike', async () => {
      service.writeCatalogue('are', [inAre(1, NUMBER)]);
      service.writeCatalogue('berg', [inBerg(7, OTHER)]);
      await service.syncAll();
      expect(await service.findings('same-human')).toEqual([]);
      await service.syncWith([inBerg(7, OTHER), inBerg(8, NUMBER)], 'berg');
      expect(await service.findings('same-human')).toHaveLength(2);
      await service.syncWith([inBerg(7, OTHER)], 'berg');
      expect(await service.findings('same-human')).toEqual([]);
    });

    it('in one municipality is two people, each told of the other', async () => {
      await service.syncWith([inBerg(1, NUMBER), inBerg(2, NUMBER), inBerg(3, OTHER)], 'berg');
      expect(await service.accounts()).toHaveLength(3);
      expect((await service.findings('same-human')).map(({ hsaId, detail }) => [hsaId, detail])).toEqual([
        [hsaIdOf(1), `Samma människa har flera HSA-id i kommunen: ${hsaIdOf(2)}. De hanteras som olika personer.`],
        [hsaIdOf(2), `Samma människa har flera HSA-id i kommunen: ${hsaIdOf(1)}. De hanteras som olika personer.`],
      ]);
      await service.syncWith([inBerg(1, NUMBER), inBerg(3, OTHER)], 'berg');
      expect(await service.account(hsaIdOf(1))).toMatchObject({ enabled: true });
      expect(await service.account(hsaIdOf(2))).toMatchObject({ enabled: false });
      expect(await service.findings('same-human')).toEqual([]);
    });

    it('is nobody without the role', async () => {
      await service.syncWith([inBerg(1, NUMBER), inhabitant(2, { roles: [], attributes: { personalIdentityNumber: NUMBER } })], 'berg');
      expect(await service.findings('same-human')).toEqual([]);
    });

    it('leaves no personnummer anywhere', async () => {
      await service.syncWith([inBerg(1, NUMBER), inBerg(2, NUMBER)], 'berg');
      const told = JSON.stringify([
        await service.accounts(),
        await service.findings(),
        await service.mails(),
        await service.explain(hsaIdOf(1)),
      ]);
      expect(told).not.toContain(NUMBER);
      expect(told).not.toContain(NUMBER.slice(2));
    });
  });
});
