import { entryMark, type EntryStamps, futureFrom, stampedMark, youngFrom } from './entry-mark';

const NOW = '2026-06-15T10:00:00.250Z';
const stamps = (change: Partial<EntryStamps> = {}): EntryStamps => ({
  dn: 'cn=Anna,o=Bergs kommun,c=SE',
  hsaIds: ['SE2120002502-A'],
  entryUuid: 'a3d1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e',
  entryCsn: '20260615095959.123456Z#000000#000#000000',
  modifyTimestamp: '20260615095959Z',
  ...change,
});
const mark = (change: Partial<EntryStamps> = {}): string | null => entryMark(stamps(change), youngFrom(NOW));
const old = { entryCsn: undefined, modifyTimestamp: '20260615095459Z' };

it.each<[string, Partial<EntryStamps>, boolean]>([
  ['entryCSN, however young', {}, true],
  ['an old modifyTimestamp alone', old, true],
  ['an old one with a fraction', { ...old, modifyTimestamp: '20260615095459.9Z' }, true],
  ['a modifyTimestamp of the last five minutes', { ...old, modifyTimestamp: '20260615095500Z' }, false],
  ['a modifyTimestamp in the future', { ...old, modifyTimestamp: '20270101000000Z' }, false],
  ['a modifyTimestamp of another zone', { ...old, modifyTimestamp: '20260615095459+0200' }, false],
  ['neither stamp', { entryCsn: undefined, modifyTimestamp: undefined }, false],
  ['no entryUUID', { entryUuid: undefined }, false],
  ['an empty entryUUID', { entryUuid: '' }, false],
  ['no HSA-id', { hsaIds: [] }, false],
  ['two HSA-ids', { hsaIds: ['SE2120002502-A', 'SE2120002502-B'] }, false],
])('an entry with %s has a mark: %s', (_case, change, expected) => {
  expect(mark(change) !== null).toBe(expected);
});

it.each<[string, Partial<EntryStamps>]>([
  ['name', { dn: 'cn=Anna,o=Bergs kommun,c=se' }],
  ['HSA-id', { hsaIds: ['SE2120002502-a'] }],
  ['entryUUID', { entryUuid: 'b3d1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e' }],
  ['entryCSN', { entryCsn: '20260615095959.123456Z#000001#000#000000' }],
])('another %s gives another mark', (_what, change) => {
  expect(mark(change)).not.toBe(mark());
});

it('entryCSN decides where there are both', () => {
  expect(mark({ modifyTimestamp: '20260101000000Z' })).toBe(mark());
});

it('a mark tells nothing of whose it is', () => {
  expect(mark()).toMatch(/^[\w-]{43}$/);
});

it('a unit needs no HSA-id', () => {
  expect(stampedMark(stamps({ hsaIds: [] }), youngFrom(NOW))).not.toBeNull();
  expect(stampedMark(stamps({ entryUuid: undefined }), youngFrom(NOW))).toBeNull();
});

it('five minutes on each side are reckoned across days and years', () => {
  expect(youngFrom('2026-01-01T00:04:59.999Z')).toBe('20251231235959');
  expect(futureFrom('2025-12-31T23:55:00.000Z')).toBe('20260101000000');
});
