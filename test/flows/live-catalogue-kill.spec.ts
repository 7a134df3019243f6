/*
 * Promise 5 where only changes are read: a run that is killed in the middle of applying forgets nothing, and what the
 * next read takes for unmoved has been applied. Real: the built program, its processes, SIGKILL, the database, slapd.
 * Faked: nothing.
 */
import { catalogueOn } from '../support/builders/ldap-source';
import { hsaIdOf, NO_BRAKE } from '../support/builders/inhabitants';
import { ORGANISATION } from '../support/builders/ldif';
import { BERG } from '../support/builders/municipality';
import { SQLITE } from '../support/databases';
import { killedAt, listDeeds } from '../support/deeds';
import { onEachDatabase } from '../support/each-database';
import { Installation } from '../support/installation';
import { LiveCatalogue, town, townCommission, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';
import type { AccountJson, RunJson } from '../support/service.types';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

/** Written in more than one transaction. */
const PEOPLE = 520;

let catalogue: LiveCatalogue;
beforeAll(async () => {
  const people = Array.from({ length: PEOPLE }, (_, index) => townsman(index + 1));
  catalogue = await LiveCatalogue.start(town(...people, townCommission('A', [hsaIdOf(1), hsaIdOf(2)])));
});
afterAll(() => catalogue.remove());

/** Everybody is another for their unit's sake, whose own stamps stand still; some are gone, new or another by themselves. */
async function changeMuch(turn: number): Promise<void> {
  await catalogue.rename('vård', `ou=Vård ${turn}`);
  await catalogue.set('uppdragA', { hsaCommissionMember: [hsaIdOf(turn + 1), hsaIdOf(turn + 2)] });
  for (const number of [1, 200, 449]) await catalogue.set(`p${number}`, { title: `Titel ${turn}` });
  await catalogue.delete(`p${100 + turn}`);
  await catalogue.set(`p${300 + turn}`, { hsaSystemRole: [] });
  await catalogue.add(townsman(5000 + turn), 'norr');
}

const ofEnabled = (accounts: readonly AccountJson[]) =>
  accounts.filter(({ enabled }) => enabled).map(({ hsaId, accountName, desired }) => ({ hsaId, accountName, desired }));

/** What a service makes of the catalogue that has never read it. */
async function expected() {
  const service = await TestService.start({ municipalities: [{ slapd: catalogue.slapd }] });
  try {
    await service.syncFull();
    return ofEnabled(await service.accounts());
  } finally {
    await service.close();
  }
}

onEachDatabase((kind) => {
  it('a run that is killed while it applies what moved is gone on with by the next', async () => {
    const source = { ...catalogueOn(catalogue.slapd, ORGANISATION), sentinel: 'SE2120002502-0001' };
    const installation = Installation.make({
      municipalities: [BERG],
      perMunicipality: { source, brake: { ...NO_BRAKE, changes: { count: 5000, percent: 100 } } },
    });
    try {
      await installation.json('sync');
      const first = kind === SQLITE ? 1 : 21;
      await changeMuch(first);
      const { finished, deeds } = await listDeeds(installation, 'sync');
      expect(finished.status).toBe(0);
      const [, one = 0, two = 0] = deeds.flatMap((deed, index) => (deed === 'COMMIT' ? [index + 1] : []));
      expect(two).toBeGreaterThan(one);
      // Just after a transaction has ended, and just before the last of them ends.
      const points = kind === SQLITE ? [one + 1, two] : [one + 1];

      for (const [index, number] of points.entries()) {
        await changeMuch(first + 1 + index);
        const killed = await installation.run('sync', killedAt({ number, deed: '' }));
        expect({ number, signal: killed.signal }).toEqual({ number, signal: 'SIGKILL' });
        const { runs } = await installation.json<{ runs: [RunJson] }>('sync');
        expect(runs).toMatchObject([{ mode: 'changes', status: 'completed' }]);
        expect(ofEnabled(await installation.json('accounts'))).toEqual(await expected());
      }
      const { runs } = await installation.json<{ runs: [RunJson] }>('sync');
      expect(runs).toMatchObject([{ mode: 'changes', status: 'completed', created: 0, changed: 0, ended: 0 }]);
      expect(installation.count("SELECT 1 FROM audit_row WHERE action = 'access-ended' GROUP BY subject HAVING COUNT(*) = 1")).toBe(
        2 * (points.length + 1),
      );
      expect(installation.count("SELECT 1 FROM audit_row WHERE action = 'run-abandoned'")).toBe(points.length);
      expect(await verifyChain(installation)).toMatchObject({ ok: true, problems: [] });
    } finally {
      await installation.remove();
    }
  });
});
