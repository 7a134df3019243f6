import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '../../src/platform/config/load-configuration';
import type { Configuration } from '../../src/platform/config/schema';

export const ROOT = join(__dirname, '..', '..');

export interface SampleEntry {
  /** Words in brackets in the comments above the entry: the rules it shows. */
  markers: string[];
  dn: string;
  /** Values by attribute description as written; bytes that are no text are replaced, which is enough here. */
  values: Record<string, string[]>;
}

export interface SampleFile {
  bytes: Buffer;
  text: string;
  entries: SampleEntry[];
}

/**
 * Reads a sample catalogue in the plainest way that will do, apart from the service's own reader: the samples are to be
 * right by themselves, not only in the eyes of the code they are tried on. An unfinished last entry is left out.
 */
export function sampleFile(path: string): SampleFile {
  const bytes = readFileSync(join(ROOT, path));
  const text = bytes.toString('utf8');
  const unfolded = text.replaceAll('\r\n', '\n').replaceAll('\n ', '');
  const records = unfolded.split(/\n\n+/).filter((record) => /^dn:/m.test(record));
  if (!text.endsWith('\n')) records.pop();
  return { bytes, text, entries: records.map(entry) };
}

function entry(record: string): SampleEntry {
  const lines = record.split('\n').filter(Boolean);
  const comments = lines.filter((line) => line.startsWith('#')).join('\n');
  const markers = [...comments.matchAll(/^# \[([a-z-]+)\]/gm)].map(([, marker = '']) => marker);
  const values: Record<string, string[]> = {};
  for (const line of lines.filter((one) => !one.startsWith('#') && !one.startsWith('version:'))) {
    const [, name = '', base64, value = ''] = /^([A-Za-z;]+):(:?) ?(.*)$/.exec(line) ?? [];
    (values[name] ??= []).push(base64 ? Buffer.from(value, 'base64').toString('utf8') : value);
  }
  const { dn: [dn = ''] = [], ...rest } = values;
  return { markers, dn, values: rest };
}

/** The sample municipalities. */
export const CODES = ['berg', 'are', 'ostersund', 'ragunda', 'krokom'] as const;
export type Code = (typeof CODES)[number];

export const sampleFiles = (folder: string): Record<Code, SampleFile> =>
  Object.fromEntries(CODES.map((code) => [code, sampleFile(`${folder}/${code}.ldif`)])) as Record<Code, SampleFile>;

export const sampleConfiguration = (path: string): Configuration => loadConfiguration(join(ROOT, path), ROOT);

/** Skatteverket's test numbers: birth number 238, 239 or 980–999 after a day that exists (a samordningsnummer: day + 60), right check digit. */
export function isTestNumber(text: string): boolean {
  const [, year, month, day = '', serial = ''] = /^(\d{4})(\d{2})(\d{2})(\d{3})\d$/.exec(text) ?? [];
  const calendarDay = String(Number(day) > 60 ? Number(day) - 60 : Number(day)).padStart(2, '0');
  const date = `${year}-${month}-${calendarDay}`;
  const exists = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  return exists && /^(238|239|9[89]\d)$/.test(serial) && isLuhn(text.slice(2));
}

export function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const product = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}
