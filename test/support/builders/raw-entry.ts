import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { EntryContext } from '../../../src/directory/parse-entry';
import { attributeNames, type RawEntry } from '../../../src/directory/raw-entry';
import { parseDn } from '../../../src/people/distinguished-name';
import { asList, type CatalogueEntry } from './ldif';

/** An entry as a source hands it over. */
export const rawEntry = ({ dn, attributes }: CatalogueEntry): RawEntry => ({
  dn,
  rdns: parseDn(dn),
  attributes: new Map(Object.entries(attributes).map(([name, values]) => [name.toLowerCase(), [...asList(values)]])),
});

/** Bergs kommun, 15 June 2026; the hash shows what was hashed. */
export const entryContext = (overrides: Partial<EntryContext> = {}): EntryContext => ({
  hsaIdPrefixes: ['SE2120002502-'],
  allowTestHsaIds: false,
  systemRole: 'RJH;LINK',
  names: attributeNames({}),
  hashPersonalNumber: (digits) => `hash-of-${digits}`,
  today: '2026-06-15',
  ...overrides,
});

/** DER of a certificate in test/corpus/certificates, made for these tests. */
export const certificateBytes = (name: 'siths' | 'unusual-issuer' | 'personal-number-in-issuer'): Buffer =>
  new X509Certificate(readFileSync(join(__dirname, '../../corpus/certificates', `${name}.pem`))).raw;
