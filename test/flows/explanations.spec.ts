import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogues' files. Faked: the clock, which begins on 2026-11-21 04:05 in Sweden.

const HSA_ID = hsaIdOf(1);

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    const policy = { requireTestLogin: false };
    service = await TestService.start({
      municipalities: [
        { code: 'berg', policy },
        { code: 'are', policy },
      ],
    });
    service.writeCatalogue('are', inhabitants(1, { code: 'are' }));
  });
  afterEach(() => service.close());

  const everybody = [
    inhabitant(1),
    inhabitant(2, { roles: ['rjh;link'] }),
    inhabitant(3, { attributes: { endDate: '20261345' } }),
    inhabitant(4, { roles: [] }),
    inhabitant(5, { attributes: { startDate: '20270101' } }),
  ];

  describe('explain', () => {
    it('says what is in the way of somebody with an account, who can mend it and since when', async () => {
      const began = service.clock.now();
      await service.syncWith(everybody);
      const told = await service.explain(HSA_ID);
      expect(told).toMatchObject({
        hsaId: HSA_ID,
        municipality: 'berg',
        source: 'recorded',
        stage: 'account-ready',
        entitledToAccount: true,
        lastCompleteReadAt: began,
        cases: [{ number: '2026-00001', event: 'new', state: 'open', openedAt: began }],
        blockers: [
          { reason: 'agreement-missing', owner: 'user', ownerText: 'personen själv', since: began },
          { reason: 'not-granted', owner: 'service-desk' },
          { reason: 'certificate-missing', owner: 'user' },
        ],
        firstRule: { reason: 'agreement-missing' },
        trail: [{ at: began, action: 'access-created', actor: 'command:test', caseNumber: '2026-00001' }],
      });
      expect(JSON.stringify(told)).not.toContain('personalNumberHash');
    });

    it.each([
      ['a near miss', 2, 'system-role-near-miss', 'hsa-administrator', 'system-role-near-miss'],
      ['a refused entry', 3, 'entry-refused', 'hsa-administrator', 'date-malformed'],
      ['somebody without the role', 4, 'no-system-role', 'hsa-administrator', null],
      ['somebody who has not started', 5, 'not-started', 'hsa-administrator', null],
    ])('says why not: %s', async (_, number, reason, owner, finding) => {
      await service.syncWith(everybody);
      const told = await service.explain(hsaIdOf(number));
      expect(told).toMatchObject({ municipality: 'berg', stage: 'none', entitledToAccount: false });
      expect(told.blockers[0]).toMatchObject({ reason, owner });
      expect(told.findings.map(({ kind }) => kind)).toEqual(finding === null ? [] : [finding]);
    });

    it('finds somebody without the role in the catalogue, also in a process that has not read it', async () => {
      await service.syncWith(everybody);
      await service.restart();
      expect(await service.explain(hsaIdOf(4))).toMatchObject({
        source: 'directory',
        municipality: 'berg',
        firstRule: { reason: 'no-system-role' },
      });
    });

    it('says of somebody who is not recorded that a catalogue which cannot be read gives no answer', async () => {
      await service.syncWith(everybody);
      service.writeText('berg', 'version: 1\n\ndn: o=Bergs');
      expect(await service.explain(hsaIdOf(99))).toMatchObject({ source: 'unreadable', blockers: [] });
    });

    it.each([
      ['never seen', hsaIdOf(99), 'berg', []],
      ['foreign', 'SE2321000214-P001', null, ['test-login-missing']],
      ['no HSA-id at all', 'Anna Andersson', null, ['test-login-missing']],
    ])('answers for one who is %s', async (_, hsaId, municipality, more) => {
      await service.syncWith(everybody);
      expect(await service.explain(hsaId)).toMatchObject({
        hsaId,
        municipality,
        source: 'unknown',
        stage: 'none',
        entitledToAccount: false,
        firstRule: { reason: 'not-in-directory' },
        blockers: ['not-in-directory', 'agreement-missing', ...more, 'not-granted'].map((reason) => ({ reason })),
        trail: [],
      });
    });

    it('compares the HSA-id without case and blanks around it', async () => {
      await service.syncWith(everybody);
      expect(await service.explain(` ${HSA_ID.toLowerCase()} `)).toMatchObject({ hsaId: HSA_ID, source: 'recorded' });
    });

    it('says of a leaver what is still open', async () => {
      await service.syncWith(everybody);
      const ended = service.clock.now();
      await service.syncWith(everybody.slice(1));
      expect(await service.explain(HSA_ID)).toMatchObject({
        stage: 'ending',
        blockers: [
          { reason: 'not-in-directory', since: ended },
          { reason: 'removal-not-confirmed', owner: 'service-desk', since: ended },
        ],
        cases: [{ state: 'superseded' }, { event: 'ended', state: 'open' }],
        trail: [{ action: 'access-created' }, { action: 'access-ended', content: { case: { event: 'ended' } } }],
      });
    });
  });

  describe('explain --at', () => {
    beforeEach(async () => {
      await service.syncWith([inhabitant(1, { attributes: { title: 'Undersköterska' } }), ...everybody.slice(1)]);
      service.travelTo('2026-11-23T08:00:00.000Z');
      await service.syncWith([inhabitant(1, { attributes: { title: 'Sjuksköterska' } }), ...everybody.slice(1)]);
      service.travelTo('2026-11-25T08:00:00.000Z');
      await service.syncWith(everybody.slice(1));
    });

    it.each([
      ['2026-11-21', 'account-ready', 'Undersköterska', 1],
      ['2026-11-22', 'account-ready', 'Undersköterska', 1],
      ['2026-11-23', 'account-ready', 'Sjuksköterska', 2],
      ['2026-11-24', 'account-ready', 'Sjuksköterska', 2],
      ['2026-11-25', 'ending', 'Sjuksköterska', 3],
    ])('%s tells the facts as they were when that day ended: %s, %s', async (day, stage, title, steps) => {
      const told = await service.explain(HSA_ID, day);
      expect(told).toMatchObject({ stage, facts: { hsa: { person: { title } } } });
      expect(told.trail).toHaveLength(steps);
      expect(told.cases).toHaveLength(steps);
    });

    it('tells nothing of a day before the first reading', async () => {
      const told = await service.explain(HSA_ID, '2026-11-20');
      expect(told).toMatchObject({ stage: 'none', entitledToAccount: false, trail: [], cases: [] });
      expect(JSON.stringify(told)).not.toContain('Andersson');
    });

    it('masks somebody who is protected now on the days before, too', async () => {
      await service.syncWith([inhabitant(1, { classes: ['hsaConfidentialPerson'] }), ...everybody.slice(1)]);
      const told = await service.explain(HSA_ID, '2026-11-22');
      expect(told.stage).toBe('account-ready');
      expect(JSON.stringify(told)).not.toMatch(/Anna|Andersson|Undersköterska|ou=|o=Berg/);
    });

    it('refuses a day that has not been, and what is no day', async () => {
      await expect(service.explain(HSA_ID, '2026-11-26')).rejects.toThrow('2026-11-26 har inte varit än.');
      await expect(service.explain(HSA_ID, '2026-02-30')).rejects.toThrow('2026-02-30 är ingen dag.');
    });
  });
});
