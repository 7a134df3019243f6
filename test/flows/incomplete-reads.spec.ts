import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { PersonEntity } from '../../src/people/person.entity';
import { RunEntity } from '../../src/reconciliation/run.entity';
import { ldif } from '../support/builders/ldif';
import { inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file and manifest, the mails. Faked: the clock.

const town = inhabitants(6);

let service: TestService;
onEachDatabase(() => {
  afterEach(() => service.close());

  function writeManifest(): void {
    const bytes = readFileSync(service.path('berg.ldif'));
    const manifest = { entries: town.length + 1, sha256: createHash('sha256').update(bytes).digest('hex') };
    writeFileSync(service.path('manifest.json'), JSON.stringify(manifest));
  }

  async function started(withManifest = false): Promise<void> {
    service = await TestService.start();
    service.writeCatalogue('berg', town);
    if (withManifest) {
      writeManifest();
      await service.restart({ municipalities: [{ source: { manifestFile: service.path('manifest.json') } }] });
    }
    expect(await service.sync()).toMatchObject({ status: 'completed', created: 6 });
  }

  /** Everything that a run may change but findings and its own row. */
  const everything = async () => ({
    accounts: await service.accounts(),
    cases: await service.cases(),
    mails: await service.mails(),
    people: await service.dataSource.manager.find(PersonEntity),
    audit: (await service.auditRows()).filter(({ subject }) => subject !== null),
  });

  const truncated = (bytes: Buffer, end: number): Buffer => bytes.subarray(0, bytes.length - end);

  describe('a read that is not proven complete changes nothing', () => {
    it.each<[string, 'incomplete' | 'failed', (bytes: Buffer) => void]>([
      ['a file that ends inside a record', 'incomplete', (bytes) => service.writeText('berg', truncated(bytes, 20))],
      ['a file without the sentinel', 'incomplete', () => service.writeText('berg', ldif(town))],
      ['an empty file', 'incomplete', () => service.writeText('berg', '')],
      ['a file with nobody in it', 'incomplete', () => service.writeCatalogue('berg', [])],
      [
        'a file with nobody we know and nobody with the role',
        'incomplete',
        () => service.writeCatalogue('berg', inhabitants(9, { roles: [] }, 100)),
      ],
      ['a file that is not there', 'failed', () => rmSync(service.path('berg.ldif'))],
      ['a page of HTML', 'failed', () => service.writeText('berg', '<html><body>Logga in</body></html>\n')],
      ['a change record', 'failed', (bytes) => service.writeText('berg', `${bytes.toString()}dn: c=SE\nchangetype: delete\n`)],
      [
        'a byte that is no UTF-8',
        'failed',
        (bytes) => service.writeText('berg', Buffer.concat([bytes, Buffer.from('dn: c=S\xe4\n', 'latin1')])),
      ],
    ])('%s: %s', async (_, status, spoil) => {
      await started();
      const before = await everything();
      const findings = await service.findings();
      spoil(readFileSync(service.path('berg.ldif')));
      const { json, status: exit } = await service.syncAnswer({});
      const [run] = (json as { runs: [{ runId: string; reason: string }] }).runs;
      expect(run).toMatchObject({ status, read: 0, created: 0, changed: 0, ended: 0 });
      expect(exit).toBe(status === 'failed' ? 1 : 3);
      expect(await everything()).toEqual(before);
      expect(await service.dataSource.manager.findOneBy(RunEntity, { id: run.runId })).toMatchObject({ status, reason: run.reason });
      expect(await service.findings()).toEqual(expect.arrayContaining(findings));
      expect(await service.findings(`read-${status}`)).toMatchObject([
        { municipality: 'berg', detail: `Katalogen kunde inte läsas helt. Inget ur den är genomfört. ${run.reason}` },
      ]);
      expect(run.reason).not.toContain(service.path(''));

      expect(await service.syncWith(town)).toMatchObject({ status: 'completed', ended: 0, unchanged: 6 });
      expect(await service.findings()).toEqual(findings);
    });

    it.each<[string, () => void]>([
      ['a record too few', () => service.writeCatalogue('berg', town.slice(1))],
      ['another content', () => service.writeCatalogue('berg', [...town.slice(1), ...inhabitants(1, {}, 7)])],
      ['a manifest that is not there', () => rmSync(service.path('manifest.json'))],
    ])('where the manifest disagrees: %s', async (_, spoil) => {
      await started(true);
      const before = await everything();
      spoil();
      expect((await service.sync()).status).toMatch(/^(incomplete|failed)$/);
      expect(await everything()).toEqual(before);
      service.writeCatalogue('berg', town);
      writeManifest();
      expect(await service.sync()).toMatchObject({ status: 'completed', unchanged: 6 });
    });
  });

  describe('a day without a complete read', () => {
    const spoiled = (): void => service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');

    it('is mailed to operations once, and once more when it comes again', async () => {
      await started();
      spoiled();
      service.travelTo('2026-11-22T03:00:00.000Z');
      await service.sync();
      expect(await service.mails('read-trouble')).toEqual([]);
      for (const now of ['2026-11-22T03:30:00.000Z', '2026-11-22T04:00:00.000Z', '2026-11-23T04:00:00.000Z']) {
        service.travelTo(now);
        await service.sync();
      }
      const [mail, ...more] = await service.mails('read-trouble');
      expect(more).toEqual([]);
      expect(mail).toMatchObject({ to: 'drift@example.se', subject: '[Behörighet] Ingen fullständig läsning på ett dygn – Bergs kommun' });
      expect(mail?.text).toContain('har inte kunnat läsas fullständigt sedan 2026-11-21 04:05.');

      await service.syncWith(town);
      spoiled();
      service.travelTo('2026-11-24T05:00:00.000Z');
      await service.sync();
      expect(await service.mails('read-trouble')).toHaveLength(2);
    });

    it('is mailed also where there never was a complete read', async () => {
      service = await TestService.start();
      spoiled();
      await service.sync();
      service.travelTo('2026-11-22T03:05:00.000Z');
      await service.sync();
      const [mail] = await service.mails('read-trouble');
      expect(mail?.text).toContain('Katalogen för Bergs kommun har aldrig kunnat läsas fullständigt.');
    });

    it('is not mailed while the municipality is halted: it is read', async () => {
      await started();
      service.travelTo('2026-11-22T12:00:00.000Z');
      expect(await service.syncWith(town.slice(4))).toMatchObject({ status: 'halted' });
      service.writeText('berg', '');
      await service.sync();
      expect(await service.mails('read-trouble')).toEqual([]);
    });
  });
});
