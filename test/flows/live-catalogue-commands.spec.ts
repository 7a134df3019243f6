import { DoctorCommand } from '../../src/commands/doctor.command';
import { catalogueOn } from '../support/builders/ldap-source';
import { hsaIdOf, municipalityEntry } from '../support/builders/inhabitants';
import { ORGANISATION } from '../support/builders/ldif';
import { ARE, BERG, crowd, type TestMunicipality } from '../support/builders/municipality';
import { onEachDatabase } from '../support/each-database';
import { Installation } from '../support/installation';
import { LiveCatalogue, town, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';
import type { AccountJson, RunJson } from '../support/service.types';

// Real: the built program and its processes, or the whole service in this one; slapd, TLS, files. Faked: the clock in this process.

jest.setTimeout(120_000);

const PEOPLE = 6;
let catalogue: LiveCatalogue;
beforeEach(async () => {
  const people = Array.from({ length: PEOPLE }, (_, index) => townsman(index + 1));
  catalogue = await LiveCatalogue.start(town(...people, townsman(20, { roles: [] }), townsman(21, { roles: ['rjh;link'] })));
});
afterEach(() => catalogue.remove());

describe('with a catalogue on a server', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({
      municipalities: [{ slapd: catalogue.slapd, source: { knownPersons: [{ hsaId: hsaIdOf(1), surname: 'Andersson' }] } }],
    });
    await service.sync();
  });
  afterEach(() => service.close());

  it('explain asks it about somebody who is not known, as it stands now', async () => {
    expect(await service.explain(hsaIdOf(20))).toMatchObject({
      source: 'directory',
      municipality: 'berg',
      blockers: [{ reason: 'no-system-role', owner: 'hsa-administrator' }, {}, {}, {}],
    });
    expect(await service.explain(hsaIdOf(22))).toMatchObject({ source: 'unknown', blockers: [{ reason: 'not-in-directory' }, {}, {}, {}] });
    await catalogue.add(townsman(22, { roles: ['RJH;LINK2'], classes: ['hsaConfidentialPerson'] }));
    const told = await service.explain(hsaIdOf(22).toLowerCase());
    expect(told).toMatchObject({ source: 'directory', blockers: [{ reason: 'system-role-near-miss' }, {}, {}, {}] });
    expect(JSON.stringify(told)).not.toMatch(/Anna|Andersson/);
  });

  it('explain says that it could not ask, and not that nobody is there', async () => {
    await catalogue.slapd.stop();
    expect(await service.explain(hsaIdOf(20))).toMatchObject({ source: 'unreadable', blockers: [] });
    expect(await service.explain(hsaIdOf(1))).toMatchObject({ source: 'recorded', entitledToAccount: true });
  });

  it('a known person who reads as somebody else halts the municipality, also where nothing else moved', async () => {
    await catalogue.set('p1', { sn: 'Öberg' });
    const before = JSON.stringify(await service.accounts());
    const { runId, ...run } = await service.sync();
    expect(run).toMatchObject({ mode: 'changes', status: 'halted' });
    expect(await service.release(runId)).toMatchObject({ status: 'halted' });
    expect(JSON.stringify(await service.accounts())).toBe(before);
    await catalogue.set('p1', { sn: 'Andersson' });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', changed: 0 });
  });

  it('doctor tells how the server answers, and what to do where it does not', async () => {
    const rows = async (): Promise<[string, boolean | string][]> => {
      const { checks } = (await service.get(DoctorCommand).run()).json as {
        checks: { name: string; ok: boolean | string; remedy?: string }[];
      };
      for (const { ok, remedy } of checks) if (ok !== true) expect(remedy).toBeTruthy();
      return checks.filter(({ name }) => name.startsWith('Bergs kommun: ')).map(({ name, ok }) => [name.replace('Bergs kommun: ', ''), ok]);
    };
    expect(await rows()).toEqual([
      ['Katalogserver', true],
      ['Kryptering', true],
      ['Ändringsstämplar', true],
      ['Katalogens klocka', expect.anything()],
      ['Kontrollpost', true],
      ['Känd person', true],
      ['Nästan rätt systemroll', 'warning'],
      ['Katalogserverns certifikat', true],
      ['Katalogens CA-fil', true],
    ]);
    await catalogue.slapd.stop();
    expect(await rows()).toEqual([
      ['Katalogserver', false],
      ['Katalogens CA-fil', true],
    ]);
  });
});

onEachDatabase(() => {
  describe('of two municipalities, one on a server and one in a file', () => {
    let installation: Installation;
    beforeEach(() => {
      const onServer = { ...catalogueOn(catalogue.slapd, ORGANISATION), sentinel: 'SE2120002502-0001' };
      installation = Installation.make({
        municipalities: [BERG, ARE],
        perMunicipality: (one: TestMunicipality) => (one === BERG ? { source: onServer } : {}),
      });
      installation.writeCatalogue(ARE, crowd(ARE, 4));
    });
    afterEach(() => installation.remove());

    const sync = async (words = 'sync --json') => {
      const { status, stdout } = await installation.run(words);
      const { runs } = JSON.parse(stdout) as { runs: RunJson[] };
      return { exit: status, runs: runs.map((run) => [run.municipality, run.mode, run.status]), made: runs.map(({ created }) => created) };
    };
    const accounts = () => installation.json<AccountJson[]>('accounts');

    it('a server that is down, or hides its sentinel, stops only its own', async () => {
      expect(await sync()).toMatchObject({ exit: 0, made: [PEOPLE, 4] });
      installation.writeCatalogue(ARE, crowd(ARE, 5));
      await catalogue.slapd.stop();
      expect(await sync()).toEqual({
        exit: 1,
        runs: [
          ['berg', 'full', 'failed'],
          ['are', 'full', 'completed'],
        ],
        made: [0, 1],
      });
      await catalogue.slapd.run();
      await catalogue.slapd.modify(municipalityEntry('berg').dn, { hsaIdentity: [] });
      installation.writeCatalogue(ARE, crowd(ARE, 6));
      expect(await sync()).toEqual({
        exit: 3,
        runs: [
          ['berg', 'full', 'incomplete'],
          ['are', 'full', 'completed'],
        ],
        made: [0, 1],
      });
      expect((await accounts()).filter(({ enabled }) => enabled)).toHaveLength(PEOPLE + 6);
      await catalogue.slapd.modify(municipalityEntry('berg').dn, { hsaIdentity: 'SE2120002502-0001' });
      expect(await sync()).toEqual({
        exit: 0,
        runs: [
          ['berg', 'changes', 'completed'],
          ['are', 'full', 'completed'],
        ],
        made: [0, 0],
      });
    });

    it('a file that is cut off stops only its own; a preview writes nothing', async () => {
      await sync();
      await catalogue.add(townsman(7));
      const before = installation.dump();
      expect(await sync('sync --json --dry-run')).toEqual({
        exit: 0,
        runs: [
          ['berg', 'changes', 'previewed'],
          ['are', 'full', 'previewed'],
        ],
        made: [1, 0],
      });
      expect(installation.dump()).toBe(before);
      installation.writeCatalogue(ARE, crowd(ARE, 4).slice(1));
      expect(await sync()).toEqual({
        exit: 3,
        runs: [
          ['berg', 'changes', 'completed'],
          ['are', 'full', 'incomplete'],
        ],
        made: [1, 0],
      });
    });
  });
});
