import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Agreements } from '../../src/agreements/agreements.service';
import { AgreementScanEntity, AgreementScanPartEntity } from '../../src/agreements/scan.entity';
import { RegisterAgreement } from '../../src/agreements/register-agreement.service';
import { reachOf } from '../../src/auth/reach';
import { SecretError } from '../../src/platform/config/secret-file';
import { SettingEntity } from '../../src/platform/config/setting.entity';
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
} from '../support/agreement-scene';
import { hsaIdOf, inhabitants } from '../support/builders/inhabitants';
import { aJpeg, aPdf, aPng, jpegComment, pdfStream } from '../support/builders/scans';
import { traces } from '../support/canaries';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on each database, the key's file. Faked: the clock.

const CANARY = 'Nötskrikanqzx handskrift';

onEachDatabase(() => {
  let service: TestService;
  const KEY = 'scans.key';
  const settings = () => ({ configuration: { agreements: { scanKeyFile: service.path(KEY), scanMegabytes: 1 } } });

  beforeEach(async () => {
    service = await TestService.start({ now: MORNING });
    await service.syncWith(inhabitants(2));
    await service.restart(settings());
    await addTemplate(service);
  });
  afterEach(() => service.close());

  const withScan = (scan: Buffer, who = 1) => register(service, aPaper(who, { scan }));
  const open = (id: string) => service.get(Agreements).scan(EVERYWHERE, id, SERVICE_DESK);
  const count = () => service.dataSource.manager.count(AgreementScanPartEntity);

  describe('a scan', () => {
    it.each([
      ['a PDF of some parts', aPdf({ objects: [pdfStream('', randomBytes(300_000))] }), 'application/pdf', 10],
      ['a JPEG', aJpeg(), 'image/jpeg', 1],
      ['a PNG', aPng(), 'image/png', 1],
    ])('is what it was: %s', async (_what, file, mediaType, parts) => {
      const { id, scan } = await withScan(file);
      expect(scan).toMatchObject({ mediaType, bytes: file.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      expect(await count()).toBe(parts);
      const opened = await open(id);
      expect(opened.bytes.equals(file)).toBe(true);
      expect(opened.mediaType).toBe(mediaType);
    });

    it('is looked at by nobody who is not in the audit trail', async () => {
      const { id } = await withScan(aPdf());
      await open(id);
      const [row] = (await service.auditRows()).filter(({ action }) => action === 'scan-read');
      expect(row).toMatchObject({
        actorName: 'SE2120002502-DESK',
        subject: hsaIdOf(1).toLowerCase(),
        municipality: 'berg',
        traceId: 'trace-1',
      });
      expect(await service.auditProblems()).toEqual([]);
    });

    it('is not there for those of another municipality, and a paper without one has none', async () => {
      const { id } = await withScan(aPdf());
      const role = { role: 'service-desk' as const, municipality: 'are', unit: null, from: null, to: null, deputyFor: null };
      const foreign = reachOf(userOf(9, { roles: [role] }), 'agreements:read', '2026-11-21', ['berg', 'are']);
      expect(await refusalOf(service.get(Agreements).scan(foreign, id, SERVICE_DESK))).toBe('not-found');
      const { id: other } = await register(service, aPaper(2));
      expect(await refusalOf(open(other))).toBe('scan-missing');
      expect((await service.auditRows()).map(({ action }) => action)).not.toContain('scan-read');
    });

    it('goes along with a correction, unless there is another', async () => {
      const { id, scan } = await withScan(aPdf());
      const corrected = await correct(service, id, { signedOn: '2026-11-04' });
      expect(corrected.scan).toEqual(scan);
      const again = await correct(service, corrected.id, { signedOn: '2026-11-05', scan: aPng() });
      expect(again.scan?.mediaType).toBe('image/png');
      expect((await open(id)).bytes.equals(aPdf())).toBe(true);
    });

    it('is added to a registration that has none, once', async () => {
      const { id } = await register(service, aPaper(1));
      const add = (version: number | null, file = aPdf()) =>
        service.get(RegisterAgreement).addScan(EVERYWHERE, id, version, file, SERVICE_DESK);
      expect(await refusalOf(add(7))).toBe('changed-meanwhile');
      expect(await add(1)).toMatchObject({ id, version: 2, scan: { mediaType: 'application/pdf' } });
      expect(await refusalOf(add(2))).toBe('scan-already-there');
      expect(await refusalOf(add(null, Buffer.from('MZ')))).toBe('scan-unknown-kind');
      expect((await open(id)).bytes.equals(aPdf())).toBe(true);
      const corrected = await correct(service, id, { withoutScan: true });
      expect(corrected.scan).toBeNull();
      expect(await refusalOf(add(null))).toBe('agreement-replaced');
      expect((await service.auditRows()).filter(({ action }) => action === 'agreement-scan-added')).toHaveLength(1);
    });

    it.each<[string, string, Buffer]>([
      ['a program', 'scan-unknown-kind', Buffer.from('MZ\x90\0 evil')],
      ['a picture with scripts', 'scan-unknown-kind', Buffer.from('<svg onload="alert(1)"/>')],
      ['a PDF with a program after it', 'scan-data-after-end', Buffer.concat([aPdf(), Buffer.from('MZ')])],
      ['a PDF that runs a script', 'scan-active-content', aPdf({ catalog: '/OpenAction << /S /JavaScript /JS (x) >>' })],
      ['a PNG cut short', 'scan-damaged', aPng().subarray(0, 40)],
      ['a PNG that is a bomb', 'scan-too-many-pixels', aPng({ width: 30_000, height: 30_000 })],
      ['too large', 'scan-too-large', Buffer.alloc(1024 * 1024 + 1)],
    ])('is refused, and the paper with it: %s', async (_what, code, file) => {
      expect(await refusalOf(withScan(file))).toBe(code);
      expect(await agreementsOf(service, 1)).toEqual([]);
      expect(await count()).toBe(0);
    });
  });

  describe('in the database', () => {
    it('nothing of it can be read', async () => {
      const { id } = await withScan(aJpeg({ more: [jpegComment(CANARY)] }));
      const rows = await service.dataSource.manager.find(AgreementScanPartEntity);
      const all = JSON.stringify([
        rows,
        await service.dataSource.query('SELECT * FROM agreement'),
        await service.dataSource.query('SELECT * FROM audit_payload'),
      ]);
      expect(traces([{ name: 'what the scan shows', texts: [CANARY], isNumber: false }], [['the tables', all]])).toEqual([]);
      expect(all).not.toContain('JFIF');
      expect((await open(id)).bytes.toString('latin1')).toContain('handskrift');
    });

    it('a part that was changed, moved to somebody else, left out or exchanged does not open', async () => {
      const long = aPdf({ objects: [pdfStream('', randomBytes(100_000))] });
      const [{ id }, other] = [await withScan(long), await withScan(long, 2)];
      const { manager } = service.dataSource;
      const scans = await manager.find(AgreementScanEntity);
      const [mine, theirs] = [
        scans.find(({ hsaIdKey }) => hsaIdKey === hsaIdOf(1).toLowerCase())!,
        scans.find(({ hsaIdKey }) => hsaIdKey === hsaIdOf(2).toLowerCase())!,
      ];
      const part = (scanId: string, number: number) => manager.findOneByOrFail(AgreementScanPartEntity, { scanId, number });
      const [first, second] = [await part(mine.id, 0), await part(mine.id, 1)];
      const put = (sealed: string) => manager.update(AgreementScanPartEntity, { scanId: mine.id, number: 0 }, { sealed });
      for (const sealed of [second.sealed, (await part(theirs.id, 0)).sealed, `A${first.sealed.slice(1)}`]) {
        await put(sealed);
        await expect(open(id)).rejects.toThrow();
      }
      await put(first.sealed);
      expect((await open(id)).bytes.equals(long)).toBe(true);
      await manager.update(AgreementScanEntity, { id: theirs.id }, { hsaIdKey: hsaIdOf(1).toLowerCase() });
      await expect(open(other.id)).rejects.toThrow();
      await manager.delete(AgreementScanPartEntity, { scanId: mine.id, number: 1 });
      await expect(open(id)).rejects.toThrow('lacks parts');
    });
  });

  describe('the key', () => {
    it('is made where there is none and no scan yet, and is the same ever after', async () => {
      const { id } = await withScan(aPdf());
      await service.restart();
      expect((await open(id)).bytes.equals(aPdf())).toBe(true);
      expect(await service.dataSource.manager.countBy(SettingEntity, { key: 'scan-key-check' })).toBe(1);
    });

    it('of another database opens nothing and seals nothing', async () => {
      const { id } = await withScan(aPdf());
      writeFileSync(service.path('other.key'), randomBytes(48).toString('base64url'));
      await service.restart({ configuration: { agreements: { scanKeyFile: service.path('other.key') } } });
      await expect(open(id)).rejects.toThrow(SecretError);
      await expect(withScan(aPdf(), 2)).rejects.toThrow('agreements.scanKeyFile');
      expect(await agreementsOf(service, 2)).toEqual([]);
      expect(await count()).toBe(1);
      await register(service, aPaper(2));
      await service.restart(settings());
      expect((await open(id)).bytes.equals(aPdf())).toBe(true);
    });

    it('that is gone, or too short, opens nothing and no other is made', async () => {
      const { id } = await withScan(aPdf());
      await service.restart({ configuration: { agreements: { scanKeyFile: service.path('gone.key') } } });
      await expect(open(id)).rejects.toThrow(SecretError);
      await expect(withScan(aPdf(), 2)).rejects.toThrow(SecretError);
      writeFileSync(service.path('gone.key'), 'kort');
      await expect(withScan(aPdf(), 2)).rejects.toThrow(SecretError);
    });

    it('that is not named takes no scans and shows none', async () => {
      const { id } = await withScan(aPdf());
      await service.restart({ configuration: {} });
      expect(await refusalOf(withScan(aPdf(), 2))).toBe('scans-not-taken');
      expect(await refusalOf(open(id))).toBe('scans-not-taken');
    });
  });
});
