import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueRead, ReadEntry } from '../../src/directory/directory-source';
import { aReadRequest } from '../support/builders/read-request';
import { ldifSource } from '../support/builders/ldif-source';

// Real: the files, the source and everything in it. Nothing is faked but the clock and the hash.
const CORPUS = join(__dirname, '../corpus/ldif');

const read = (folder: 'good' | 'bad', file: string): Promise<CatalogueRead> =>
  ldifSource(join(CORPUS, folder), { file, sentinel: 'SE2120002502-0001' }).read(aReadRequest());

/** What of an entry the tables below look at: HSA-id, surname (null where refused), problems. */
const summary = ({ hsaId, person, problems }: ReadEntry) => [hsaId, person?.surname ?? null, ...new Set(problems.map(({ kind }) => kind))];

const anna = ['SE2120002502-A', 'Alm'];
const berit = ['SE2120002502-B', 'Öberg'];

const GOOD: [file: string, people: number, entries: unknown[][]][] = [
  ['attribute-options.ldif', 1, [anna]],
  [
    'bad-entries.ldif',
    14,
    [
      [null, null, 'hsa-id-missing', 'mail-malformed'],
      anna,
      ['SE2120002502-BLANK ', null, 'hsa-id-blanks'],
      ['SE2120002502-DATUM', null, 'date-malformed'],
      ['SE2120002502-DUBBEL', null, 'hsa-id-duplicate'],
      ['SE2120002502-DUBBEL', null, 'hsa-id-duplicate'],
      ['SE2120002502-NARA', 'Skott', 'system-role-near-miss'],
      ['SE2120002502-PROV', 'Data', 'test-data'],
      ['SE2120002502-skift', null, 'hsa-id-case-clash'],
      ['SE2120002502-SKIFT', null, 'hsa-id-case-clash'],
      ['SE2120002502-STYR', null, 'control-character'],
      ['SE2120002502_FEL', null, 'hsa-id-malformed'],
      ['SE2321000156-X', null, 'hsa-id-foreign-prefix'],
      ['TSTNMT2120002502-T', null, 'hsa-id-test'],
    ],
  ],
  ['comments.ldif', 1, [anna]],
  ['commissions-and-units.ldif', 2, [anna, berit]],
  ['crlf-folded.ldif', 1, [anna]],
  ['no-version.ldif', 1, [anna]],
  ['plain.ldif', 2, [anna, berit]],
  ['utf8-with-byte-order-mark.ldif', 1, [['SE2120002502-A', 'Öberg']]],
];

const BAD: [file: string, outcome: 'incomplete' | 'failed', code: string, line: number][] = [
  ['attribute-name.ldif', 'failed', 'attribute-name', 16],
  ['base64.ldif', 'failed', 'base64', 16],
  ['change-record.ldif', 'failed', 'change-record', 9],
  ['continuation.ldif', 'failed', 'continuation', 8],
  ['control.ldif', 'failed', 'control', 9],
  ['cut-after-dn.ldif', 'incomplete', 'ended-inside-record', 17],
  ['cut-inside-crlf.ldif', 'incomplete', 'ended-inside-line', 16],
  ['cut-inside-line.ldif', 'incomplete', 'ended-inside-line', 24],
  ['duplicate-dn.ldif', 'failed', 'dn-duplicate', 18],
  ['empty-dn.ldif', 'failed', 'dn-empty', 3],
  ['empty.ldif', 'incomplete', 'empty', 1],
  ['html-error-page.ldif', 'failed', 'no-colon', 1],
  ['latin-1-base64.ldif', 'failed', 'undecodable', 16],
  ['latin-1-dn.ldif', 'failed', 'undecodable', 8],
  ['latin-1-value.ldif', 'failed', 'undecodable', 16],
  ['malformed-dn.ldif', 'failed', 'dn-malformed', 8],
  ['modify-record.ldif', 'failed', 'change-record', 9],
  ['no-colon.ldif', 'failed', 'no-colon', 16],
  ['no-empty-line-between.ldif', 'failed', 'second-dn', 16],
  ['only-version.ldif', 'incomplete', 'empty', 2],
  ['record-without-attributes.ldif', 'failed', 'record-without-attributes', 8],
  ['record-without-dn.ldif', 'failed', 'record-without-dn', 8],
  ['two-exports-in-one.ldif', 'failed', 'record-without-dn', 8],
  ['url-value.ldif', 'failed', 'url-value', 16],
  ['version-2.ldif', 'failed', 'version', 1],
];

describe('the LDIF corpus', () => {
  it.each(GOOD)('%s is read: %i people', async (file, peopleRead, entries) => {
    const result = await read('good', file);
    expect(result).toMatchObject({ outcome: 'complete', peopleRead });
    expect(result.outcome === 'complete' && Array.from(result.entries, summary)).toEqual(entries);
  });

  it.each(BAD)('%s is refused: %s, %s, line %i', async (file, outcome, code, line) => {
    expect(await read('bad', file)).toEqual({ outcome, code, reason: expect.stringMatching(`^${file}, rad ${line}: .+\\.$`) });
  });

  it('has no file that nobody looks at', () => {
    expect(readdirSync(join(CORPUS, 'good')).sort()).toEqual(GOOD.map(([file]) => file));
    expect(readdirSync(join(CORPUS, 'bad')).sort()).toEqual(BAD.map(([file]) => file));
  });
});
