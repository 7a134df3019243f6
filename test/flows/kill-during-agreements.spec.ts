/*
 * Promise 5 for agreements: a registration with its scan, and a new version that concerns many, that are killed at any moment
 * can be done again: nothing is half there, nothing twice. Real: the built program, its processes, SIGKILL, the database.
 * Faked: nothing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARE, crowd } from '../support/builders/municipality';
import { aPdf, pdfStream } from '../support/builders/scans';
import { type KillPoint, killPoints, killedAt, listDeeds } from '../support/deeds';
import { Installation } from '../support/installation';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(180_000);

const POINTS = 6;
/** More than one transaction's worth. */
const PEOPLE = 210;

let before: Installation;
let registerWords: string[];
let addWords: string[];
let registerPoints: KillPoint[];
let addPoints: KillPoint[];

const template = (version: string, ...more: string[]) => [
  ...['agreement', 'template', 'add', version, '--file', 'config/agreements/1.txt', '--by', 'Dana Drift', '--effective'],
  ...more,
];

beforeAll(async () => {
  before = Installation.make({ municipalities: [ARE] });
  before.writeCatalogue(ARE, crowd(ARE, PEOPLE + 1));
  await before.json('sync');
  expect((await before.run(template('1', '2026-01-01'))).status).toBe(0);
  const people = before.rows<{ hsa_id_key: string; hsa_id: string }>('SELECT hsa_id_key, hsa_id FROM person ORDER BY hsa_id_key');
  const rows = people
    .slice(1)
    .map(
      ({ hsa_id_key: key }, index) =>
        `('a${index}', 'are', '${key}', '1', 'paper', '2026-02-03', '2026-02-03', '2026-02-03T08:00:00.000Z', 'sealed1.x', 1)`,
    );
  before.exec(
    `INSERT INTO agreement (id, municipality, hsa_id_key, template_version, source, signed_on, received_on, recorded_at, details, revision) VALUES ${rows.join(', ')}`,
  );
  writeFileSync(join(before.path, 'scan.pdf'), aPdf({ objects: [pdfStream('', Buffer.alloc(150_000, 'x'))] }));
  registerWords = ['agreement', 'register', people[0]!.hsa_id, '--template', '1', '--signed', '2026-02-03', '--by', 'Dana Drift'];
  addWords = template('2', '2099-01-01', '--sign-from', '2099-02-01');

  const first = copied();
  const registered = await listDeeds(first, withScan(first));
  expect([registered.finished.status, standing(first)]).toEqual([
    0,
    { ...settledBefore, agreements: PEOPLE + 1, scans: 1, parts: 5, registered: 1 },
  ]);
  registerPoints = killPoints(registered.deeds, POINTS, (deed) => deed === 'COMMIT');
  await first.remove();
  const second = copied();
  const added = await listDeeds(second, addWords);
  expect([added.finished.status, standing(second)]).toEqual([0, settledAfter]);
  addPoints = killPoints(added.deeds, POINTS, (deed) => deed === 'COMMIT');
  await second.remove();
});

afterAll(() => before.remove());

/** With the key of its own beside it. */
function copied(): Installation {
  const one = before.copy();
  one.configure({ agreements: { scanKeyFile: join(one.path, 'scans.key') } });
  return one;
}

const withScan = (one: Installation): string[] => [...registerWords, '--scan', join(one.path, 'scan.pdf')];

const standing = (installation: Installation) => {
  const count = (sql: string): number => installation.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM (${sql})`)[0]?.n ?? -1;
  return {
    agreements: count('SELECT * FROM agreement'),
    scans: count('SELECT * FROM agreement_scan'),
    parts: count('SELECT * FROM agreement_scan_part'),
    registered: count("SELECT * FROM audit_row WHERE action = 'agreement-registered'"),
    templates: count('SELECT * FROM agreement_template'),
    toSettle: count('SELECT * FROM agreement_to_settle'),
    toldOnce: count("SELECT subject FROM audit_row WHERE action = 'agreement-replaced' GROUP BY subject HAVING COUNT(*) = 1"),
    told: count("SELECT * FROM audit_row WHERE action = 'agreement-replaced'"),
    dated: count("SELECT * FROM person WHERE next_clock_change LIKE '2099-01-31%'"),
  };
};
const settledBefore = { agreements: PEOPLE, scans: 0, parts: 0, registered: 0, templates: 1, toSettle: 0, toldOnce: 0, told: 0, dated: 0 };
const settledAfter = { ...settledBefore, templates: 2, toldOnce: PEOPLE, told: PEOPLE, dated: PEOPLE };

const ordinals = Array.from({ length: POINTS }, (_, index) => [index + 1]);

describe('a registration that is killed and done again', () => {
  it.each(ordinals)(`at point %i of ${POINTS}`, async (ordinal) => {
    const point = registerPoints[ordinal - 1]!;
    const installation = copied();
    try {
      const killed = await installation.run(withScan(installation), killedAt(point));
      expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });
      const again = await installation.run(withScan(installation));
      expect(`${again.stdout}${again.stderr}`).toMatch(/Registrerad: version 1|redan registrerad/);
      expect({ point, ...standing(installation) }).toEqual({
        point,
        ...settledBefore,
        agreements: PEOPLE + 1,
        scans: 1,
        parts: 5,
        registered: 1,
      });
      expect(await verifyChain(installation)).toMatchObject({ ok: true });
    } finally {
      await installation.remove();
    }
  });
});

describe('a new version that is killed while it settles those it concerns', () => {
  it.each(ordinals)(`at point %i of ${POINTS}`, async (ordinal) => {
    const point = addPoints[ordinal - 1]!;
    const installation = copied();
    try {
      const killed = await installation.run(addWords, killedAt(point));
      expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });
      const again = await installation.run(addWords);
      expect([again.status, again.stdout]).toEqual([0, expect.stringMatching(/är inlagd|finns redan/)]);
      expect({ point, ...standing(installation) }).toEqual({ point, ...settledAfter });
      expect(await verifyChain(installation)).toMatchObject({ ok: true });
    } finally {
      await installation.remove();
    }
  });
});
