import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, statSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type CatalogueEntry, ldif, type LdifStyle, organisationEntry, personEntry, unitEntry } from '../../../test/support/builders/ldif';
import type { CatalogueRead } from '../directory-source';
import { aReadRequest } from '../../../test/support/builders/read-request';
import { ldifSource } from '../../../test/support/builders/ldif-source';
import { type TemporaryDirectory, temporaryDirectory } from '../../../test/support/temporary-directory';

const everything = aReadRequest();
const unpacked = (read: CatalogueRead) => ({ ...read, ...('entries' in read && { entries: [...read.entries] }) });
const people = (count: number) =>
  Array.from({ length: count }, (_, n) => personEntry({ hsaId: `SE2120002502-P${n}`, cn: `Person ${n}`, unit: ['Hemtjänst'] }));
const tree = [organisationEntry(), unitEntry(['Hemtjänst'])];
const contents = ldif([...tree, ...people(3)]);

let directory: TemporaryDirectory;
let file: string;
beforeEach(() => {
  directory = temporaryDirectory();
  file = directory.write('berg.ldif', contents);
  // Written some time ago: the file system's clock may not tell two writes apart that follow at once.
  utimesSync(file, new Date('2026-06-15T08:00:00Z'), new Date('2026-06-15T08:00:00Z'));
});
afterEach(() => directory.remove());

describe('a manifest', () => {
  const sha256 = createHash('sha256').update(contents).digest('hex');
  const read = (manifest: string) => {
    directory.write('berg.yaml', manifest);
    return ldifSource(directory.path, { manifestFile: 'berg.yaml', sentinel: 'SE2120002502-0001' }).read(everything);
  };

  it('that agrees leaves nothing to warn of', async () => {
    expect(await read(`entries: 5\nsha256: ${sha256}\n`)).toMatchObject({ outcome: 'complete', warnings: [] });
  });

  it.each([
    [
      'another number of records',
      `entries: 6\nsha256: ${sha256}\n`,
      'incomplete',
      'manifest-disagrees',
      'berg.ldif har 5 poster, men manifestet säger 6.',
    ],
    [
      'another digest',
      `entries: 5\nsha256: ${'0'.repeat(64)}\n`,
      'incomplete',
      'manifest-disagrees',
      'berg.ldif har inte den kontrollsumma (SHA-256) som manifestet säger.',
    ],
    [
      'no manifest at all in it',
      'hej\n',
      'failed',
      'manifest-malformed',
      'Manifestet berg.yaml saknar antal poster (entries) eller kontrollsumma (sha256).',
    ],
  ])('with %s refuses', async (_what, manifest, outcome, code, reason) => {
    expect(await read(manifest)).toEqual({ outcome, code, reason });
  });

  it('that is not there refuses', async () => {
    const source = ldifSource(directory.path, { manifestFile: 'borta.yaml' });
    expect(await source.read(everything)).toMatchObject({ outcome: 'failed', code: 'manifest-unreadable' });
  });

  it('shows a file that was cut between two records', async () => {
    truncateSync(file, contents.indexOf('dn:', contents.length - 400));
    expect(await read(`entries: 5\nsha256: ${sha256}\n`)).toMatchObject({ outcome: 'incomplete', code: 'manifest-disagrees' });
  });

  it('or a sentinel that is missing is warned of', async () => {
    const result = await ldifSource(directory.path).read(everything);
    expect(result).toMatchObject({ outcome: 'complete', warnings: [{ code: 'no-manifest' }, { code: 'no-sentinel' }] });
  });
});

describe('a file that changes while it is read', () => {
  it.each<[string, () => void]>([
    ['grows', () => appendFileSync(file, '\n')],
    ['is cut', () => truncateSync(file, 100)],
    ['is written over', () => writeFileSync(file, contents)],
    ['is written over with broken text', () => writeFileSync(file, 'hej\n')],
    [
      'is replaced by another, as long and as old',
      () => {
        const { atime, mtime } = statSync(file);
        renameSync(directory.write('ny.ldif', contents), file);
        utimesSync(file, atime, mtime);
      },
    ],
    ['is taken away', () => unlinkSync(file)],
  ])('%s', async (_what, change) => {
    // Progress is told after the first bytes and before the end is looked at.
    let isChanged = false;
    const onProgress = () => {
      if (!isChanged) change();
      isChanged = true;
    };
    const source = ldifSource(directory.path);
    expect(await source.read({ ...everything, onProgress })).toEqual({
      outcome: 'incomplete',
      code: 'changed-while-read',
      reason: 'berg.ldif ändrades medan den lästes.',
    });
    expect(await source.lookUp(['se2120002502-p1'])).toMatchObject({ outcome: 'incomplete', code: 'not-read' });
  });
});

describe('a file that cannot be read', () => {
  it('is not there', async () => {
    unlinkSync(file);
    expect(await ldifSource(directory.path).read(everything)).toEqual({
      outcome: 'failed',
      code: 'file-missing',
      reason: 'Filen berg.ldif finns inte.',
    });
  });

  it('is a directory', async () => {
    mkdirSync(join(directory.path, 'mapp'));
    const source = ldifSource(directory.path, { file: 'mapp' });
    expect(await source.read(everything)).toEqual({ outcome: 'failed', code: 'file-not-a-file', reason: 'mapp är ingen vanlig fil.' });
  });

  it('is named without the path, also where the configuration has an absolute one', async () => {
    writeFileSync(file, 'hej\n');
    const result = await ldifSource('/', { file }).read(everything);
    expect(result).toMatchObject({ outcome: 'failed', reason: 'berg.ldif, rad 1: raden saknar kolon.' });
  });
});

describe('a look-up', () => {
  const changes: [string, () => void][] = [
    ['another content', () => writeFileSync(file, ldif(tree))],
    ['the same content written again', () => writeFileSync(file, contents)],
    ['a file that is gone', () => unlinkSync(file)],
    ['a file that is no LDIF any more', () => writeFileSync(file, 'hej\n')],
  ];

  it.each(changes)('proves nothing on %s', async (_what, change) => {
    const source = ldifSource(directory.path);
    expect(await source.read(everything)).toMatchObject({ outcome: 'complete' });
    change();
    expect(['incomplete', 'failed']).toContain((await source.lookUp(['se2120002502-p1'])).outcome);
  });

  it('counts on the last read only', async () => {
    const source = ldifSource(directory.path);
    await source.read(everything);
    writeFileSync(file, 'hej\n');
    await source.read(everything);
    writeFileSync(file, contents);
    expect(await source.lookUp(['se2120002502-p1'])).toMatchObject({ outcome: 'incomplete', code: 'not-read' });
  });
});

describe('a long file', () => {
  it('lets others in while it is read, and tells how far it has come', async () => {
    writeFileSync(file, ldif([...tree, ...people(3000)]));
    const told: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const result = await ldifSource(directory.path).read({ ...everything, onProgress: (count) => told.push(count) });
    clearInterval(timer);
    expect(result).toMatchObject({ outcome: 'complete', peopleRead: 3000 });
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...told].sort((one, other) => one - other));
    expect(turns).toBeGreaterThan(0);
  });

  it('stops half-way when it is told to', async () => {
    writeFileSync(file, ldif([...tree, ...people(3000)]));
    const abort = new AbortController();
    let last = 0;
    const onProgress = (count: number) => {
      last = count;
      abort.abort();
    };
    const result = await ldifSource(directory.path).read({ ...everything, signal: abort.signal, onProgress });
    expect(result).toEqual({ outcome: 'incomplete', code: 'aborted', reason: 'Läsningen av berg.ldif avbröts.' });
    expect(last).toBeLessThan(3000);
  });
});

describe('what doctor hears', () => {
  it('of a file in order', async () => {
    directory.write('berg.yaml', `entries: 5\nsha256: ${createHash('sha256').update(contents).digest('hex')}\n`);
    const knownPersons = [{ hsaId: 'SE2120002502-P1', surname: 'Andersson' }];
    const checks = await ldifSource(directory.path, { manifestFile: 'berg.yaml', sentinel: 'SE2120002502-0001', knownPersons }).check();
    expect(checks.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true]);
    expect(checks.map(({ detail }) => detail)).toEqual([
      'berg.ldif är hel: 3 personer, 3 med systemrollen.',
      'Filen är 2 timmar gammal.',
      'Filen stämmer med sitt manifest.',
      'Kontrollposten finns i katalogen.',
      'SE2120002502-P1 har det efternamn som väntas.',
      'Ingen har en systemroll som nästan är rätt.',
    ]);
  });

  it('of an old one with nothing that proves it', async () => {
    utimesSync(file, new Date('2026-06-10T08:00:00Z'), new Date('2026-06-10T08:00:00Z'));
    const checks = await ldifSource(directory.path).check();
    expect(checks.map(({ ok }) => ok)).toEqual([true, 'warning', 'warning', 'warning', 'warning', true]);
  });

  it('of one that cannot be read', async () => {
    unlinkSync(file);
    const checks = await ldifSource(directory.path).check();
    expect(checks).toMatchObject([{ ok: false, detail: 'Filen berg.ldif finns inte.' }]);
    expect(checks[0]?.remedy).toBeTruthy();
  });

  it('leaves what a run has proven alone', async () => {
    const source = ldifSource(directory.path);
    await source.read(everything);
    await source.check();
    expect(await source.lookUp(['se2120002502-p1'])).toMatchObject({ outcome: 'complete' });
  });
});

describe('properties', () => {
  const roles = fc.constantFrom(['RJH;LINK'], ['rjh;link'], ['RJH;COSMIC'], []);
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  const catalogue: fc.Arbitrary<CatalogueEntry[]> = fc
    .array(fc.record({ roles, surname: text, givenName: text, title: text }), { maxLength: 6 })
    .map((list) => [
      ...tree,
      ...list.map(({ title, ...person }, n) =>
        personEntry({ ...person, hsaId: `SE2120002502-P${n}`, cn: `Person ${n}`, unit: ['Hemtjänst'], attributes: { title } }),
      ),
    ]);
  const style: fc.Arbitrary<LdifStyle> = fc.record({
    newline: fc.constantFrom('\n' as const, '\r\n' as const),
    fold: fc.option(fc.integer({ min: 10, max: 90 })),
    base64: fc.constantFrom('needed' as const, 'always' as const, 'raw' as const),
  });
  const read = (bytes: Buffer) => {
    writeFileSync(file, bytes);
    return ldifSource(directory.path).read(everything);
  };

  it('the same people are read whatever the style and the order of entries', async () => {
    const shuffled = catalogue.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, style, async ([entries, otherOrder], how) => {
        expect(unpacked(await read(ldif(otherOrder, how)))).toEqual(unpacked(await read(ldif(entries))));
      }),
      { numRuns: 50 },
    );
  });

  it('cut at any byte but at the end of a line, it never counts as complete', async () => {
    await fc.assert(
      fc.asyncProperty(catalogue, style, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (entries, how, where) => {
        const whole = ldif(entries, how);
        const at = Math.floor(where * whole.length);
        fc.pre(whole[at - 1] !== 0x0a);
        expect((await read(whole.subarray(0, at))).outcome).toBe('incomplete');
      }),
      { numRuns: 100 },
    );
  });
});
