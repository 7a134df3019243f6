import { DATABASES, type DatabaseKind, type EmptyDatabase, SQLITE } from './databases';

let kind: DatabaseKind = SQLITE;
let make: (() => EmptyDatabase) | null = null;

/** What these tests start (`TestService`, `Installation`) uses a database of this kind. */
export function onDatabase(one: DatabaseKind, tests: (kind: DatabaseKind) => void): void {
  describe(`on ${one.name}`, () => {
    beforeAll(async () => {
      kind = one;
      make = await one.prepare();
    });
    afterAll(() => {
      kind = SQLITE;
      make = null;
    });
    tests(one);
  });
}

/** Says the same of each database. */
export function onEachDatabase(tests: (kind: DatabaseKind) => void): void {
  for (const one of DATABASES) onDatabase(one, tests);
}

/** The database that a test's installation is to use; null where it makes a SQLite file of its own. */
export const databaseOfThisTest = (): EmptyDatabase | null => (kind === SQLITE ? null : (make?.() ?? null));
