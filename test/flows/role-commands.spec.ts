/*
 * `role`, `deputy` and `key` as they are typed. Real: the built program and its processes, the database. Faked: nothing.
 */
import { userInfo } from 'node:os';
import { ARE, BERG } from '../support/builders/municipality';
import { Installation } from '../support/installation';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

const MANAGER = 'SE2120002502-CH3F';
const WHO = ['--by', 'Dana Drift', '--reason', 'Ny chef'];

let installation: Installation;
beforeAll(() => {
  installation = Installation.make({ municipalities: [BERG, ARE] });
});
afterAll(() => installation.remove());

const run = (...words: string[]) => installation.run([...words]);
const json = async (...words: string[]): Promise<never> => {
  const { status, stdout, stderr } = await run(...words, '--json');
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as never;
};

it('a manager is made, hands over and is unmade; each is audited with the system’s user', async () => {
  const role: { id: string } = await json('role', 'grant', MANAGER, '--role', 'manager', '--municipality', 'berg', ...WHO);
  expect(role).toMatchObject({ hsaId: MANAGER, municipality: 'berg', grantedBy: 'Dana Drift' });
  expect(await json('role', 'list')).toMatchObject([{ id: role.id }]);
  const to = `${new Date().getFullYear() + 1}-01-31`;
  const deputy: { id: string } = await json('deputy', 'add', 'SE2120002502-K0LL', '--manager', MANAGER, '--to', to, ...WHO);
  expect((await run('deputy', 'list')).stdout).toMatch(/SE2120002502-K0LL +för SE2120002502-CH3F +allt som chefen har/);
  await json('deputy', 'end', deputy.id, ...WHO);
  expect((await run('role', 'remove', role.id, ...WHO)).stdout).toBe(`${MANAGER} har inte längre rollen chef.\n`);
  expect(await json('role', 'list')).toEqual([]);
  expect(await json('role', 'list', '--past', '--hsa-id', MANAGER)).toHaveLength(1);
  const rows = installation.rows<{ action: string; who: string; user: string }>(
    'SELECT action, actor_name AS who, system_user AS "user" FROM audit_row ORDER BY seq',
  );
  const actions = ['role-granted', 'deputy-added', 'deputy-ended', 'role-removed'];
  expect(rows).toEqual(actions.map((action) => ({ action, who: 'Dana Drift', user: userInfo().username })));
  expect(await verifyChain(installation)).toMatchObject({ ok: true });
});

it('a key is shown once', async () => {
  const to = `${new Date().getFullYear()}-12-31`;
  const words = [
    'key',
    'create',
    'Uppföljning',
    '--permission',
    'people:read',
    '--permission',
    'runs:read',
    '--municipality',
    'berg',
    '--to',
    to,
  ];
  const { status, stdout } = await run(...words, ...WHO);
  expect(status).toBe(0);
  const [, key = ''] = stdout.trimEnd().split('\n');
  expect(key).toMatch(/^tt_[0-9a-f]{20}_[\w-]{43}$/);
  const [listed]: { id: string }[] = await json('key', 'list');
  expect(listed).toMatchObject({
    name: 'Uppföljning',
    permissions: ['people:read', 'runs:read'],
    municipalities: ['berg'],
    lastUsedOn: null,
  });
  expect(JSON.stringify(listed)).not.toContain(key.slice(-43));
  await json('key', 'revoke', listed!.id, ...WHO);
  expect(await json('key', 'list')).toEqual([]);
});

it.each<[string, string[], number, string]>([
  ['a role that is none', ['role', 'grant', MANAGER, '--role', 'boss', '--everywhere', ...WHO], 2, 'Det finns ingen sådan roll'],
  ['a role for nowhere', ['role', 'grant', MANAGER, '--role', 'manager', ...WHO], 2, '--everywhere'],
  [
    'a municipality and every one',
    ['role', 'grant', MANAGER, '--role', 'manager', '--municipality', 'berg', '--everywhere', ...WHO],
    2,
    'bara en',
  ],
  [
    'an unknown municipality',
    ['role', 'grant', MANAGER, '--role', 'manager', '--municipality', 'oz', ...WHO],
    2,
    'Det finns ingen kommun oz',
  ],
  ['a personnummer', ['role', 'grant', '201701012393', '--role', 'manager', '--everywhere', ...WHO], 2, 'Skriv ett HSA-id'],
  ['no HSA-id', ['role', 'grant', 'chefen', '--role', 'manager', '--everywhere', ...WHO], 2, 'Det är inget HSA-id.'],
  ['nobody who decides', ['role', 'grant', MANAGER, '--role', 'manager', '--everywhere'], 2, '--by'],
  ['a role that is not there', ['role', 'remove', 'nothing', ...WHO], 1, 'Det finns inget sådant här'],
  ['a deputy without an end', ['deputy', 'add', MANAGER, '--manager', 'SE2120002502-K0LL', ...WHO], 2, '--to'],
  ['a deputy of nobody’s', ['deputy', 'add', MANAGER, '--manager', 'SE2120002502-K0LL', '--to', '2099-01-01', ...WHO], 2, 'Bara en chef'],
  [
    'a key for too long',
    ['key', 'create', 'x', '--permission', 'people:read', '--everywhere', '--to', '2099-01-01', ...WHO],
    2,
    'högst ett år',
  ],
  ['a key for what is none', ['key', 'create', 'x', '--permission', 'all', '--everywhere', '--to', '2099-01-01', ...WHO], 2, 'people:read'],
  [
    'a key with a personnummer for a name',
    ['key', 'create', '20170101-2393', '--permission', 'people:read', '--everywhere', '--to', '2099-01-01', ...WHO],
    2,
    'Namnet',
  ],
])('%s is refused', async (_name, words, status, told) => {
  const ended = await run(...words);
  expect(ended.status).toBe(status);
  expect(ended.stderr).toContain(told);
  expect(ended.stdout).toBe('');
});
