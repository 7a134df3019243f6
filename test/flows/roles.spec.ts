/*
 * Roles and deputies, given and taken. Real: the service and both databases. Faked: the clock.
 */
import { Deputies, type DeputyWish } from '../../src/auth/deputies.service';
import { DeputyEntity } from '../../src/auth/deputy.entity';
import { HeldRoles } from '../../src/auth/held-roles.service';
import { OwnDeputies } from '../../src/auth/own-deputies.service';
import type { Reach } from '../../src/auth/reach';
import { RoleAssignmentEntity } from '../../src/auth/role-assignment.entity';
import type { RoleWish } from '../../src/auth/role-grant';
import { Roles } from '../../src/auth/roles.service';
import { heldRole, machine, personWith } from '../support/builders/principal';
import { auditPayloads } from '../support/audit-payloads';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

const ARE = { municipality: 'are', unit: null };
const BERG = { municipality: 'berg', unit: null };
const EVERYTHING: Reach = [ARE, BERG];
const UNIT = 'SE2120002502-ENH1';
const MANAGER = 'SE2120002502-CH3F';
const COLLEAGUE = 'SE2120002502-K0LL';
const THIRD = 'SE2120002502-TR3A';
const DANA = { kind: 'person' as const, name: 'Dana Drift', systemUser: 'tester' };

let service: TestService;
let roles: Roles;
let deputies: Deputies;
afterEach(() => service.close());

const start = async (): Promise<void> => {
  service = await TestService.start({ municipalities: [{}, { code: 'are' }] });
  roles = service.get(Roles);
  deputies = service.get(Deputies);
};
const grant = (more: Partial<RoleWish> = {}, reach = EVERYTHING) =>
  roles.grant(reach, DANA, 'Ny chef', { hsaId: MANAGER, role: 'manager', municipality: 'berg', unit: null, from: null, to: null, ...more });
const handOver = (more: Partial<DeputyWish> = {}) =>
  deputies.add(DANA, 'Semester', {
    managerHsaId: MANAGER,
    deputyHsaId: COLLEAGUE,
    municipality: null,
    unit: null,
    from: null,
    to: '2026-11-30',
    ...more,
  });
const rolesOf = (hsaId: string) => service.get(HeldRoles).of(hsaId.toLowerCase());

onEachDatabase(() => {
  beforeEach(start);

  it('a role is had from its first day to its last, whole days in Sweden', async () => {
    await grant({ from: '2026-11-22', to: '2026-11-23' });
    const has = async (now: string) => {
      service.travelTo(now);
      return (await rolesOf(MANAGER)).length === 1;
    };
    expect(await has('2026-11-21T22:59:59.000Z')).toBe(false);
    expect(await has('2026-11-21T23:00:00.000Z')).toBe(true);
    expect(await has('2026-11-23T22:59:59.000Z')).toBe(true);
    expect(await has('2026-11-23T23:00:00.000Z')).toBe(false);
  });

  it('who gave it, who took it and why is kept, under seal', async () => {
    const granted = await grant({ unit: UNIT });
    const removed = await roles.remove(EVERYTHING, DANA, 'Slutat', granted.id);
    expect(removed).toMatchObject({
      grantedBy: 'Dana Drift',
      reason: 'Ny chef',
      removedBy: 'Dana Drift',
      removalReason: 'Slutat',
      version: 2,
    });
    expect(JSON.stringify(await service.dataSource.manager.find(RoleAssignmentEntity))).not.toMatch(/Dana|Slutat|Ny chef/);
    const rows = (await service.auditRows()).filter(({ action }) => action.startsWith('role-'));
    const told = { actorName: 'Dana Drift', systemUser: 'tester', municipality: 'berg', subject: MANAGER.toLowerCase() };
    expect(rows).toMatchObject([
      { ...told, action: 'role-granted' },
      { ...told, action: 'role-removed' },
    ]);
    expect((await auditPayloads(service)).slice(-2)).toMatchObject([
      { reason: 'Ny chef', payload: { role: 'manager', unit: UNIT } },
      { reason: 'Slutat', payload: { id: granted.id } },
    ]);
    expect(await service.auditProblems()).toEqual([]);
    await expect(roles.remove(EVERYTHING, DANA, 'Igen', granted.id)).rejects.toMatchObject({ code: 'role-removed-already' });
    expect(await rolesOf(MANAGER)).toEqual([]);
  });

  it('is given once, also where two give it in the same moment', async () => {
    const given = await Promise.allSettled([grant(), grant(), grant()]);
    expect(given.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect((await roles.list(EVERYTHING, { limit: 10 })).items).toHaveLength(1);
    await expect(grant({ hsaId: MANAGER.toLowerCase() })).rejects.toMatchObject({ code: 'hsa-id-invalid' });
    await expect(grant({ hsaId: MANAGER.replace('CH3F', 'ch3f') })).rejects.toMatchObject({ code: 'role-held-already' });
  });

  it('is seen, given and taken only within reach; what lies beyond is as if it were not there', async () => {
    const berg = await grant();
    const unit = await grant({ hsaId: COLLEAGUE, unit: UNIT });
    const are = await grant({ municipality: 'are' });
    const all = await grant({ municipality: null, role: 'auditor' });
    const seen = async (reach: Reach) => (await roles.list(reach, { limit: 10 })).items.map(({ id }) => id).sort();
    expect(await seen(EVERYTHING)).toEqual([berg.id, unit.id, are.id, all.id].sort());
    expect(await seen([BERG])).toEqual([berg.id, unit.id].sort());
    expect(await seen([{ municipality: 'berg', unit: UNIT.toLowerCase() }])).toEqual([unit.id]);
    expect(await seen([])).toEqual([]);
    for (const id of [are.id, all.id, 'nothing']) {
      await expect(roles.find([BERG], id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(roles.remove([BERG], DANA, 'x', id)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(grant({ municipality: 'are', hsaId: THIRD }, [BERG])).rejects.toMatchObject({ code: 'municipality-unknown' });
    await expect(grant({ municipality: 'oz', hsaId: THIRD }, [BERG])).rejects.toMatchObject({ code: 'municipality-unknown' });
    await expect(grant({ municipality: null, hsaId: THIRD }, [BERG])).rejects.toMatchObject({ code: 'outside-your-reach' });
  });

  it('a deputy has what the manager has, named, until it ends or is ended', async () => {
    await grant();
    await grant({ municipality: 'are', unit: 'SE2120002494-ENH9' });
    const { id } = await handOver();
    expect(await rolesOf(COLLEAGUE)).toMatchObject([
      { role: 'manager', municipality: 'berg', unit: null, deputyFor: MANAGER, to: '2026-11-30' },
      { role: 'manager', municipality: 'are', unit: 'se2120002494-enh9', deputyFor: MANAGER },
    ]);
    await deputies.end(null, DANA, 'Åter', id);
    expect(await rolesOf(COLLEAGUE)).toEqual([]);
    await expect(deputies.end(null, DANA, 'Åter', id)).rejects.toMatchObject({ code: 'deputy-ended-already' });
    await handOver();
    service.travelTo('2026-11-30T23:00:00.000Z');
    expect(await rolesOf(COLLEAGUE)).toEqual([]);
    const rows = (await service.auditRows()).filter(({ action }) => action.startsWith('deputy-'));
    expect(rows.map(({ action, subject }) => [action, subject])).toEqual([
      ['deputy-added', COLLEAGUE.toLowerCase()],
      ['deputy-ended', COLLEAGUE.toLowerCase()],
      ['deputy-added', COLLEAGUE.toLowerCase()],
    ]);
    expect((await auditPayloads(service)).at(-1)).toMatchObject({ reason: 'Semester', payload: { manager: MANAGER } });
  });

  it('the deputy’s role goes with the manager’s, at once', async () => {
    const { id } = await grant();
    await handOver();
    expect(await rolesOf(COLLEAGUE)).toHaveLength(1);
    await roles.remove(EVERYTHING, DANA, 'Slutat', id);
    expect(await rolesOf(COLLEAGUE)).toEqual([]);
  });

  it('there are no chains: a deputy hands nothing on', async () => {
    await grant();
    await handOver();
    await expect(handOver({ managerHsaId: COLLEAGUE, deputyHsaId: THIRD })).rejects.toMatchObject({ code: 'not-a-manager' });
    // Written all the same, past the service: it still gives nothing.
    const [row] = await service.dataSource.manager.find(DeputyEntity);
    const chained = {
      ...row!,
      id: 'chained',
      managerHsaId: COLLEAGUE,
      managerKey: COLLEAGUE.toLowerCase(),
      deputyKey: THIRD.toLowerCase(),
    };
    await service.dataSource.manager.insert(DeputyEntity, chained);
    expect(await rolesOf(THIRD)).toEqual([]);
  });

  it('a manager deals with their own deputies, an auditor sees the municipality’s', async () => {
    await grant();
    await grant({ hsaId: THIRD, municipality: 'are' });
    const { id, version } = await handOver();
    const own = service.get(OwnDeputies);
    const someone = (hsaId: string, ...held: ReturnType<typeof heldRole>[]) => personWith(held, { hsaId, hsaIdKey: hsaId.toLowerCase() });
    const manager = someone(MANAGER, heldRole('manager'));
    const deputy = someone(COLLEAGUE, heldRole('manager', 'berg', { deputyFor: MANAGER }));
    const neighbour = someone(THIRD, heldRole('manager', 'are'));
    const auditor = (code: string | null) => someone('SE2321000214-GR01', heldRole('auditor', code));
    const seen = async (principal: Parameters<OwnDeputies['list']>[0]) => (await own.list(principal, { limit: 10 })).items.length;
    expect(await Promise.all([manager, deputy, neighbour].map(seen))).toEqual([1, 1, 0]);
    expect(await Promise.all(['berg', 'are', null].map((code) => seen(auditor(code))))).toEqual([1, 0, 1]);
    expect(await seen(machine(['deputies:read'], ['are']))).toBe(0);
    expect(await seen(machine(['deputies:read']))).toBe(1);
    const wish = { deputyHsaId: THIRD, municipality: null, unit: null, from: null, to: '2026-12-01' };
    await expect(own.add(deputy, 'x', wish)).rejects.toMatchObject({ code: 'not-a-manager' });
    for (const other of [deputy, neighbour]) {
      await expect(own.end(other, 'x', id, version)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(own.end(manager, 'x', id, version + 1)).rejects.toMatchObject({ code: 'changed-meanwhile' });
    expect((await own.end(manager, 'Åter', id, version)).endedAt).not.toBeNull();
    expect((await service.auditRows()).at(-1)).toMatchObject({ actorName: MANAGER });
  });
});

describe('a role is not given', () => {
  beforeEach(start);
  it.each<[string, Partial<RoleWish>, string]>([
    ['to a personnummer', { hsaId: '201701012393' }, 'hsa-id-invalid'],
    ['to oneself', { hsaId: MANAGER }, 'own-role'],
    ['for a unit of no municipality', { hsaId: THIRD, municipality: null, unit: UNIT }, 'unit-without-municipality'],
    ['for a unit by its name', { hsaId: THIRD, unit: 'Hemtjänst Norr' }, 'unit-invalid'],
    ['backwards', { hsaId: THIRD, from: '2026-12-02', to: '2026-12-01' }, 'end-before-start'],
    ['for what is over', { hsaId: THIRD, to: '2026-11-20' }, 'already-over'],
  ])('%s', async (_name, more, code) => {
    const actor = { kind: 'person' as const, name: MANAGER, systemUser: null };
    const wish: RoleWish = { hsaId: THIRD, role: 'manager', municipality: 'berg', unit: null, from: null, to: null, ...more };
    await expect(roles.grant(EVERYTHING, actor, 'x', wish)).rejects.toMatchObject({ code });
    expect(await service.dataSource.manager.count(RoleAssignmentEntity)).toBe(0);
  });
});

describe('nothing is handed over', () => {
  beforeEach(start);
  it.each<[string, Partial<DeputyWish>, string]>([
    ['by somebody who is no manager', { managerHsaId: THIRD }, 'not-a-manager'],
    ['to oneself', { deputyHsaId: MANAGER }, 'deputy-of-oneself'],
    ['to a personnummer', { deputyHsaId: '201701012393' }, 'hsa-id-invalid'],
    ['of a unit that is not the manager’s', { municipality: 'berg', unit: 'SE2120002502-ENH2' }, 'unit-not-the-managers'],
    ['of a municipality without a unit', { municipality: 'berg' }, 'unit-invalid'],
    ['backwards', { from: '2026-12-02', to: '2026-12-01' }, 'end-before-start'],
    ['twice', { from: '2026-12-05', to: '2026-12-31' }, 'deputy-already'],
  ])('%s', async (_name, more, code) => {
    await grant({ unit: UNIT });
    await handOver({ from: '2026-12-01', to: '2026-12-10' });
    await expect(handOver(more)).rejects.toMatchObject({ code });
    expect(await service.dataSource.manager.count(DeputyEntity)).toBe(1);
  });

  it('but one unit of several is', async () => {
    await grant({ unit: UNIT });
    await grant({ unit: 'SE2120002502-ENH2' });
    await handOver({ municipality: 'berg', unit: UNIT });
    expect(await rolesOf(COLLEAGUE)).toMatchObject([{ unit: UNIT.toLowerCase(), deputyFor: MANAGER }]);
  });
});

it('a list’s pages hold everything once, newest first', async () => {
  await start();
  for (let number = 1; number <= 7; number += 1) {
    await grant({ hsaId: `SE2120002502-N00${number}` });
    service.clock.advance(1000);
  }
  const seen: string[] = [];
  for (let after: string | undefined, pages = 0; pages < 4; pages += 1) {
    const { items, next } = await roles.list(EVERYTHING, { limit: 3, after });
    seen.push(...items.map(({ hsaId }) => hsaId));
    after = next ?? undefined;
    if (next === null) break;
  }
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `SE2120002502-N00${number}`));
});
