import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { inhabitant, inhabitants, municipalityEntry } from '../support/builders/inhabitants';
import { ldif, unitEntry } from '../support/builders/ldif';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file and manifest. Faked: the clock. Made up: where the damage is (fast-check).

/** Many runs in one test. */
const PATIENCE_MS = 60_000;

const entries = [
  municipalityEntry('berg'),
  unitEntry(['Vård']),
  ...inhabitants(12, { attributes: { title: 'Sjuksköterska' } }),
  inhabitant(13, { unit: ['Vård'] }),
];
const text = ldif(entries);
const whole = text.toString('utf8');

/** What is left when a part is gone: a few bytes or a lot, from anywhere, also whole records. */
const anyRest = fc
  .oneof(
    fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 40 })),
    fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: text.length })),
    fc.integer({ min: 1, max: entries.length - 1 }).map((record): [number, number] => {
      const start = whole.split('\n\n').slice(0, record).join('\n\n').length + 2;
      return [Buffer.byteLength(whole.slice(0, start)), Buffer.byteLength(`${whole.split('\n\n')[record] ?? ''}\n\n`)];
    }),
  )
  .map(([start, length]) => Buffer.concat([text.subarray(0, start), text.subarray(start + length)]));

let service: TestService;
beforeEach(async () => {
  service = await TestService.start();
  service.writeText('berg', text);
  await service.sync();
});
afterEach(() => service.close());

describe('removing any part of the text of a catalogue', () => {
  it(
    'ends nobody’s access without a complete read and the brake',
    async () => {
      const desired = async () => (await service.accounts()).map(({ hsaId, enabled, desired: attributes }) => [hsaId, enabled, attributes]);
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(anyRest, async (rest) => {
          const before = await desired();
          service.writeText('berg', rest);
          const { status, ended } = await service.sync();
          seen.add(status);
          if (status === 'completed') expect(ended).toBeLessThanOrEqual(2);
          else expect(await desired()).toEqual(before);
          expect((await service.accounts()).filter(({ enabled }) => !enabled)).toHaveLength(ended);
          service.writeText('berg', text);
          await service.sync();
          expect(await desired()).toEqual(before);
        }),
        { numRuns: 40, seed: 20261121 },
      );
      expect([...seen].sort()).toEqual(['completed', 'failed', 'halted', 'incomplete']);
    },
    PATIENCE_MS,
  );

  it(
    'changes nothing at all where there is a manifest',
    async () => {
      const manifest = { entries: entries.length, sha256: createHash('sha256').update(text).digest('hex') };
      writeFileSync(service.path('manifest.json'), JSON.stringify(manifest));
      await service.restart({ municipalities: [{ source: { manifestFile: service.path('manifest.json') } }] });
      expect(await service.sync()).toMatchObject({ status: 'completed', unchanged: 13 });
      const before = await service.accounts();
      await fc.assert(
        fc.asyncProperty(anyRest, async (rest) => {
          service.writeText('berg', rest);
          expect((await service.sync()).status).toMatch(/^(incomplete|failed)$/);
          expect(await service.accounts()).toEqual(before);
        }),
        { numRuns: 25 },
      );
    },
    PATIENCE_MS,
  );
});
