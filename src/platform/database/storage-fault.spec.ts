import { storageFault } from './storage-fault';

it.each<[string, unknown, string | null]>([
  ['a full disk, as SQLite says it', { driverError: { code: 'SQLITE_FULL' } }, 'SQLITE_FULL'],
  ['a file that may not grow', Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' }), 'SQLITE_IOERR_WRITE'],
  ['a file that may only be read', { driverError: { code: 'SQLITE_READONLY' } }, 'SQLITE_READONLY'],
  ['a full disk, as PostgreSQL says it', { driverError: { code: '53100' } }, '53100'],
  ['another fault of the database', { driverError: { code: 'SQLITE_CONSTRAINT_UNIQUE' } }, null],
  ['another error', new Error('SQLITE_FULL'), null],
  ['nothing', null, null],
])('%s', (_what, error, code) => {
  expect(storageFault(error)).toBe(code);
});
