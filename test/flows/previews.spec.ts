import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import type { RunJson } from '../support/service.types';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file. Faked: the clock.

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    service = await TestService.start();
    await service.syncWith(inhabitants(20));
  });
  afterEach(() => service.close());

  const told = (findings: RunJson['findings']) => findings.map(({ kind, hsaId, dn, detail }) => ({ kind, hsaId, dn, detail })).sort(byText);
  const byText = (one: object, other: object): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

  /** What a preview says would be open is what is open after the run. */
  async function previewAndRun(): Promise<{ preview: RunJson; run: RunJson }> {
    const before = await service.findings();
    const preview = await service.preview();
    expect(await service.findings()).toEqual(before);
    const run = await service.sync();
    expect(told(preview.findings)).toEqual(told(run.findings));
    return { preview, run };
  }

  describe('the findings of a preview', () => {
    it('name a hold that would open, and one that would close', async () => {
      const other = inhabitant(3, { surname: 'Annanman', cn: 'Annan' });
      service.writeCatalogue('berg', [...inhabitants(20).filter((_, index) => index !== 2), other]);
      const { preview } = await previewAndRun();
      expect(preview.findings).toMatchObject(
        expect.arrayContaining([expect.objectContaining({ kind: 'identity-changed', hsaId: hsaIdOf(3) })]),
      );
      service.writeCatalogue('berg', inhabitants(20));
      expect((await previewAndRun()).preview.findings.map(({ kind }) => kind)).not.toContain('identity-changed');
    });

    it('tell that a halted municipality is halted, and no more when it would not be', async () => {
      service.writeCatalogue('berg', inhabitants(5));
      expect((await previewAndRun()).preview).toMatchObject({ status: 'halted' });
      expect((await service.preview()).findings.map(({ kind }) => kind)).toContain('halted');
      service.writeCatalogue('berg', inhabitants(20));
      expect((await previewAndRun()).preview.findings.map(({ kind }) => kind)).not.toContain('halted');
    });

    it('count those who would have access without an order, and name values that would not fit', async () => {
      const title = 'Undersköterska '.repeat(12);
      service.writeCatalogue('berg', [...inhabitants(19), inhabitant(21, { attributes: { title } }), inhabitant(22)]);
      const { preview } = await previewAndRun();
      expect(preview.findings).toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({ kind: 'value-shortened', hsaId: hsaIdOf(21) }),
          expect.objectContaining({ kind: 'access-without-order', detail: expect.stringContaining('21') as string }),
        ]),
      );
      service.writeCatalogue('berg', [...inhabitants(19), inhabitant(21), inhabitant(22)]);
      await previewAndRun();
    });
  });

  describe('the changes of a preview', () => {
    it('list that a held person is masked', async () => {
      const held = { surname: 'Annanman', cn: 'Annan' };
      await service.syncWith([...inhabitants(19), inhabitant(20, held)]);
      service.writeCatalogue('berg', [...inhabitants(19), inhabitant(20, { ...held, classes: ['hsaConfidentialPerson'] })]);
      expect((await service.preview()).changes).toEqual([{ hsaId: hsaIdOf(20), action: 'held', protected: true }]);
      const before = await service.account(hsaIdOf(20));
      await service.sync();
      expect((await service.account(hsaIdOf(20))).desired).not.toEqual(before.desired);
      expect((await service.preview()).changes).toEqual([]);
    });
  });
});
