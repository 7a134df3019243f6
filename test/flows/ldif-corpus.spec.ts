import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueRead } from '../../src/directory/directory-source';
import { ldifSource } from '../support/builders/ldif-source';

// Real: the files, the source and everything in it. Nothing is faked but the clock and the hash.
const CORPUS = join(__dirname, '../corpus/ldif');

const read = (folder: 'good' | 'bad', file: string): Promise<CatalogueRead> =>
  ldifSource(join(CORPUS, folder), { file, sentinel: 'SE2120002502-0001' }).read({ full: true, known: new Set() });

const GOOD: [file: string, people: number, expected: Record<string, unknown>[]][] = [];
const BAD: [string, string, string, number][] = [];
for (const f of readdirSync(join(CORPUS, 'bad'))) it(f, async () => { console.log(f, JSON.stringify(await read('bad', f))); });
for (const f of readdirSync(join(CORPUS, 'good'))) it(f, async () => { console.log(f, JSON.stringify(await read('good', f), null, 1)); });
