import { AccountEntity } from '../../src/external-ad/account.entity';
import { AccountQueue } from '../../src/external-ad/account-queue.repository';
import type { LdapAdConfiguration } from '../../src/platform/config/schema';
import type { ByHand } from '../servers/strict-ad/by-hand';
import { AdScene, type ComparisonJson, HEAL_ALL, REPORT_ALL } from '../support/ad-scene';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';

// Real: the whole service on an SQLite file, LDAPS. Faked: the clock; the AD is one in the test's process, as strict as Microsoft's.

type Policy = keyof LdapAdConfiguration['drift'];

const [SOMEBODY, LEAVER] = [1, 2];
const people = inhabitants(4);

jest.setTimeout(120_000);

describe('somebody works by hand in the AD', () => {
  let scene: AdScene;
  afterEach(() => scene.close());

  /** Four people, one of whom has left. */
  async function begin(drift: LdapAdConfiguration['drift']): Promise<void> {
    scene = await AdScene.start({ drift, municipalities: [{ brake: { removals: { count: 100, percent: 100 } } }] });
    await scene.populate(people);
    await scene.populate(people.map((one, index) => (index + 1 === LEAVER ? inhabitant(LEAVER, { roles: [] }) : one)));
    expect(await scene.drifts()).toEqual([]);
  }

  const changes: [string, string, Policy, number, (hand: ByHand, name: string) => void][] = [
    ['changes an account', 'ad-drift-changed', 'changed', SOMEBODY, (hand, name) => hand.change(name, { title: 'Chef', mobile: '070' })],
    ['disables one', 'ad-drift-changed', 'changed', SOMEBODY, (hand, name) => hand.disable(name)],
    ['deletes one', 'ad-drift-missing', 'missing', SOMEBODY, (hand, name) => hand.remove(name)],
    ['renames one', 'ad-drift-moved', 'moved', SOMEBODY, (hand, name) => hand.rename(name, 'Anna Andersson')],
    ['moves one', 'ad-drift-moved', 'moved', SOMEBODY, (hand, name) => hand.move(name, scene.ad.organisationalUnit)],
    ['takes one out of a group', 'ad-drift-group-removed', 'groups', SOMEBODY, (hand, name) => hand.leave(name, 'Tillträde berg')],
    ['puts a leaver in a group', 'ad-drift-group-added', 'groups', LEAVER, (hand, name) => hand.join(name, 'Tillträde Alla')],
  ];

  describe.each(changes)('and %s', (_what, kind, policy, number, byHand) => {
    it('is mended where policy says so, once, and the finding closes', async () => {
      await begin({ ...REPORT_ALL, [policy]: 'heal' });
      const name = await scene.name(number);
      const before = scene.standing(name);
      byHand(scene.hand, name);
      const { status, healed, municipalities } = await scene.mend();
      expect({ status, healed }).toEqual({ status: 'completed', healed: 1 });
      expect(municipalities[0]?.drifts).toMatchObject([{ kind, hsaId: hsaIdOf(number), outcome: 'healed' }]);
      expect(scene.standing(name)).toEqual(before);
      expect(await scene.service.findings(kind)).toMatchObject([{ municipality: 'berg', hsaId: hsaIdOf(number) }]);
      expect(await scene.drifts()).toEqual([]);
      expect(await scene.service.findings()).not.toContainEqual(expect.objectContaining({ kind }));
      const written = scene.ad.writes.length;
      await scene.mend();
      expect(scene.ad.writes).toHaveLength(written);
      expect((await scene.service.auditRows()).filter(({ action }) => action === 'account-to-be-mended')).toMatchObject([
        { subject: hsaIdOf(number).toLowerCase(), municipality: 'berg' },
      ]);
      expect(await scene.service.auditProblems()).toEqual([]);
    });

    it('is left alone where policy only reports it, and the finding stays with its date', async () => {
      await begin({ ...HEAL_ALL, [policy]: 'report' });
      const name = await scene.name(number);
      byHand(scene.hand, name);
      const written = scene.ad.writes.length;
      expect(await scene.mend()).toMatchObject({ status: 'completed', healed: 0 });
      expect(scene.ad.writes).toHaveLength(written);
      const [found, ...more] = await scene.service.findings(kind);
      expect(found).toMatchObject({ hsaId: hsaIdOf(number), detail: expect.stringContaining('AD-förvaltningen') });
      expect(more).toEqual([]);
      await scene.service.syncFull();
      await scene.mend();
      expect(await scene.service.findings(kind)).toEqual([found]);
    });
  });

  it('and enables a leaver: disabled again whatever policy says, also without --heal', async () => {
    await begin(REPORT_ALL);
    const name = await scene.name(LEAVER);
    scene.hand.enable(name);
    expect(await scene.drifts()).toMatchObject([{ kind: 'ad-drift-enabled', hsaId: hsaIdOf(LEAVER), outcome: 'healed' }]);
    await scene.service.dispatch();
    expect(scene.ad.user(name)?.isEnabled).toBe(false);
    expect(await scene.drifts()).toEqual([]);
  });

  it('and enables a leaver who is held because a group cannot be left: disabled again, though nothing else is compared', async () => {
    scene = await AdScene.start({ municipalities: [{ brake: { removals: { count: 100, percent: 100 } } }] });
    await scene.populate(people);
    const name = await scene.name(LEAVER);
    scene.ad.fail({ kind: 'leave', nth: 'every', does: { code: 50, diagnostic: '00002098: SecErr: DSID-03150F94' } });
    await scene.populate(people.map((one, index) => (index + 1 === LEAVER ? inhabitant(LEAVER, { roles: [] }) : one)));
    expect(await scene.service.account(hsaIdOf(LEAVER))).toMatchObject({ refused: { code: 'no-rights' } });
    expect(scene.ad.user(name)?.isEnabled).toBe(false);
    scene.hand.change(name, { title: 'Chef' });
    expect(await scene.drifts()).toEqual([]);
    scene.hand.enable(name);
    expect(await scene.drifts()).toMatchObject([{ kind: 'ad-drift-enabled', hsaId: hsaIdOf(LEAVER), outcome: 'healed' }]);
    await scene.service.dispatch();
    expect(scene.ad.user(name)?.isEnabled).toBe(false);
    expect(await scene.service.findings('ad-drift-enabled')).toHaveLength(1);
    expect(await scene.drifts()).toEqual([]);
    expect(await scene.service.findings('ad-drift-enabled')).toEqual([]);
  });

  it('and takes our mark from a leaver before the account is disabled: told as nothing that the service disables', async () => {
    scene = await AdScene.start({ municipalities: [{ brake: { removals: { count: 100, percent: 100 } } }] });
    await scene.populate(people);
    const name = await scene.name(LEAVER);
    scene.hand.change(name, { adminDescription: null });
    await scene.service.syncWith(people.map((one, index) => (index + 1 === LEAVER ? inhabitant(LEAVER, { roles: [] }) : one)));
    await scene.service.dispatch();
    expect(scene.ad.user(name)?.isEnabled).toBe(true);
    expect(await scene.compare()).toMatchObject({
      healed: 0,
      municipalities: [
        {
          drifts: [
            { kind: 'ad-drift-enabled', hsaId: hsaIdOf(LEAVER), outcome: 'beyond', detail: expect.stringContaining('AD-förvaltningen') },
            { kind: 'ad-drift-changed', hsaId: hsaIdOf(LEAVER), outcome: 'beyond', attributes: ['mark'] },
          ],
        },
        {},
      ],
    });
    scene.hand.change(name, { adminDescription: 'Tillträde' });
    expect(await scene.drifts()).toMatchObject([{ kind: 'ad-drift-enabled', outcome: 'healed' }]);
    await scene.service.dispatch();
    expect(scene.ad.user(name)?.isEnabled).toBe(false);
    expect(await scene.drifts()).toEqual([]);
    expect((await scene.service.findings()).filter(({ kind }) => kind.startsWith('ad-'))).toEqual([]);
  });

  describe('and deletes a leaver before it is disabled', () => {
    const REMAINING = people.slice(1);
    let restore: () => void;
    let name: string;
    const row = () => scene.service.dataSource.manager.findOneByOrFail(AccountEntity, { hsaIdKey: hsaIdOf(SOMEBODY).toLowerCase() });

    async function leaveWhileGone(): Promise<void> {
      scene = await AdScene.start({ municipalities: [{ brake: { removals: { count: 100, percent: 100 } } }] });
      await scene.populate(people);
      name = await scene.name(SOMEBODY);
      restore = scene.hand.remove(name);
      await scene.populate([inhabitant(SOMEBODY, { roles: [] }), ...REMAINING]);
      expect(await row()).toMatchObject({ desiredEnabled: false, objectGuid: null, nextAttemptAt: null });
    }

    it('and restores it: disabled, out of its groups and linked anew, whatever policy says', async () => {
      await leaveWhileGone();
      expect(await scene.service.findings('ad-leaver-gone')).toMatchObject([{ hsaId: hsaIdOf(SOMEBODY) }]);
      restore();
      expect(scene.ad.user(name)).toMatchObject({ isEnabled: true });
      expect(scene.ad.members(scene.group())).toHaveLength(people.length);
      expect(await scene.drifts({ dryRun: true })).toMatchObject([{ kind: 'ad-drift-returned', outcome: 'healed' }]);
      const { healed, municipalities } = await scene.compare();
      expect(healed).toBe(1);
      expect(municipalities[0]?.drifts).toMatchObject([{ kind: 'ad-drift-returned', hsaId: hsaIdOf(SOMEBODY), outcome: 'healed' }]);
      await scene.service.dispatch();
      await scene.service.dispatch(); // nobody knows what had enabled it: looked at twice before it is said to be disabled
      expect(scene.ad.user(name)).toMatchObject({ isEnabled: false });
      expect(scene.ad.members(scene.group())).toHaveLength(REMAINING.length);
      expect((await row()).objectGuid).toBe(scene.ad.user(name)?.objectGuid);
      expect(await scene.drifts()).toEqual([]);
      expect((await scene.service.findings()).filter(({ kind }) => kind.startsWith('ad-'))).toEqual([]);
      expect((await scene.service.auditRows()).filter(({ action }) => action === 'account-to-be-mended')).toMatchObject([
        { subject: hsaIdOf(SOMEBODY).toLowerCase(), municipality: 'berg' },
      ]);
    });

    it('and restores it without our mark: told, and not touched', async () => {
      await leaveWhileGone();
      restore();
      scene.hand.change(name, { adminDescription: null });
      const written = scene.ad.writes.length;
      for (let time = 0; time < 2; time++)
        expect((await scene.mend()).municipalities[0]?.drifts).toContainEqual(
          expect.objectContaining({ kind: 'ad-drift-returned', hsaId: hsaIdOf(SOMEBODY), outcome: 'beyond' }),
        );
      expect(scene.ad.writes).toHaveLength(written);
      expect(await scene.service.findings('ad-drift-returned')).toHaveLength(1);
    });

    it('is told until it is deleted, or there again', async () => {
      await leaveWhileGone();
      const told = await scene.service.findings('ad-leaver-gone');
      expect(told).toHaveLength(1);
      await scene.service
        .get(AccountQueue)
        .requeue(scene.service.dataSource.manager, 'berg', [hsaIdOf(SOMEBODY).toLowerCase()], scene.service.clock.now());
      await scene.service.dispatch();
      expect(await scene.service.findings('ad-leaver-gone')).toEqual(told);
      await scene.populate(people);
      expect(scene.ad.user(name)).toMatchObject({ isEnabled: true });
      expect(await scene.service.findings('ad-leaver-gone')).toEqual([]);
    });
  });

  it('and moves an account out of our OU: told, and never touched there', async () => {
    await begin(HEAL_ALL);
    const name = await scene.name(SOMEBODY);
    scene.hand.move(name, `OU=Tjänster,${scene.ad.baseDn}`);
    const written = scene.ad.writes.length;
    const { healed, municipalities } = await scene.mend();
    expect(healed).toBe(0);
    expect(municipalities[0]?.drifts).toMatchObject([{ kind: 'ad-drift-moved', hsaId: hsaIdOf(SOMEBODY), outcome: 'beyond' }]);
    expect(scene.ad.writes).toHaveLength(written);
    const [finding] = await scene.service.findings('ad-drift-moved');
    expect(finding).toMatchObject({ dn: `CN=${name},OU=Tjänster,${scene.ad.baseDn}`, detail: expect.stringContaining('rörs inte där') });
    scene.hand.move(name, `OU=berg,${scene.ad.organisationalUnit}`);
    expect(await scene.drifts()).toEqual([]);
  });

  it('on an account of which the AD refuses one value: seen all the same, while that waits to be tried again', async () => {
    scene = await AdScene.start();
    scene.ad.refuse('title');
    await scene.populate([inhabitant(SOMEBODY, { attributes: { title: 'Chef' } }), inhabitant(LEAVER)]);
    expect(await scene.service.findings('ad-attribute-refused')).toHaveLength(1);
    expect(await scene.drifts()).toEqual([]);
    scene.hand.change(await scene.name(SOMEBODY), { department: 'Växeln' });
    expect(await scene.drifts()).toMatchObject([{ kind: 'ad-drift-changed', attributes: ['department'] }]);
    expect(await scene.drifts()).toMatchObject([{ kind: 'ad-drift-changed', attributes: ['department'] }]);
    expect(await scene.service.findings('ad-drift-changed')).toHaveLength(1);
  });

  it('and takes away our mark: told, and not written', async () => {
    await begin(HEAL_ALL);
    scene.hand.change(await scene.name(SOMEBODY), { adminDescription: null, title: 'Chef' });
    const written = scene.ad.writes.length;
    expect((await scene.mend()).municipalities[0]?.drifts).toMatchObject([
      { kind: 'ad-drift-changed', attributes: ['title', 'mark'], outcome: 'beyond' },
    ]);
    expect(scene.ad.writes).toHaveLength(written);
  });

  it('and does two things to one account, one of them only reported: neither is mended', async () => {
    await begin({ ...HEAL_ALL, changed: 'report' });
    const name = await scene.name(SOMEBODY);
    scene.hand.change(name, { title: 'Chef' });
    scene.hand.leave(name, 'Tillträde berg');
    const written = scene.ad.writes.length;
    expect((await scene.mend()).municipalities[0]?.drifts.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['ad-drift-changed', 'reported'],
      ['ad-drift-group-removed', 'reported'],
    ]);
    expect(scene.ad.writes).toHaveLength(written);
  });

  it('and makes things of their own in our OU: told, with who can mend it, and not touched', async () => {
    await begin(HEAL_ALL);
    const unit = scene.ad.organisationalUnit;
    scene.hand.add(`CN=Gäst,OU=berg,${unit}`, 'user', { sAMAccountName: 'gast', employeeNumber: '19900101-2384' });
    scene.hand.add(`CN=Tillfällig,${unit}`, 'group', { sAMAccountName: 'tillfallig' });
    scene.hand.add(`CN=Dubblett,OU=berg,${unit}`, 'user', { sAMAccountName: 'dubblett', employeeNumber: hsaIdOf(SOMEBODY) });
    const written = scene.ad.writes.length;
    const { municipalities } = await scene.mend();
    expect(
      municipalities.map(({ municipality, drifts }) => [municipality, drifts.map(({ kind, hsaId, dn }) => [kind, hsaId, dn])]),
    ).toEqual([
      [
        'berg',
        expect.arrayContaining([
          ['ad-drift-unknown', undefined, undefined],
          ['ad-drift-unlinked-duplicate', hsaIdOf(SOMEBODY), `CN=Dubblett,OU=berg,${unit}`],
        ]),
      ],
      ['-', [['ad-drift-unknown', undefined, `CN=Tillfällig,${unit}`]]],
    ]);
    expect(scene.ad.writes).toHaveLength(written);
    expect((await scene.service.findings('ad-drift-unknown')).map(({ municipality }) => municipality).sort()).toEqual(['-', 'berg']);
    expect(JSON.stringify(await scene.service.findings())).not.toMatch(/2384|Gäst/);
    expect(JSON.stringify(await scene.service.findings())).toContain(scene.ad.user('gast')?.objectGuid);
    for (const name of ['gast', 'dubblett']) scene.hand.remove(name);
    scene.hand.remove(`CN=Tillfällig,${unit}`);
    expect(await scene.drifts()).toEqual([]);
    expect(await scene.service.findings('ad-drift-unknown')).toEqual([]);
  });

  it('with the account of a protected person: told without a DN, which may name them', async () => {
    await begin(HEAL_ALL);
    await scene.populate([inhabitant(SOMEBODY, { attributes: { hsaProtectedPerson: 'TRUE' } }), ...people.slice(2)]);
    const name = await scene.name(SOMEBODY);
    scene.hand.rename(name, 'Anna Andersson');
    scene.hand.move('Anna Andersson', `OU=Tjänster,${scene.ad.baseDn}`);
    scene.hand.add(`CN=Anna A,${scene.ad.organisationalUnit}`, 'user', { sAMAccountName: 'anna', employeeNumber: hsaIdOf(SOMEBODY) });
    const { json, lines } = await scene.answer({ heal: true });
    expect((await scene.service.findings()).filter(({ kind }) => kind.startsWith('ad-drift-')).map(({ kind, dn }) => [kind, dn])).toEqual([
      ['ad-drift-moved', undefined],
      ['ad-drift-unlinked-duplicate', undefined],
    ]);
    expect(JSON.stringify([json, lines, await scene.service.findings(), await scene.service.explain(hsaIdOf(SOMEBODY))])).not.toMatch(
      /Anna/,
    );
  });

  it('and puts one of our groups in another, or what is no user: told, wherever it lies', async () => {
    await begin(HEAL_ALL);
    const contact = `CN=Kontakt,${scene.ad.organisationalUnit}`;
    scene.hand.add(contact, 'contact');
    for (const dn of [scene.group('Tillträde Alla'), contact]) scene.hand.join(dn, 'Tillträde berg');
    const written = scene.ad.writes.length;
    for (let time = 0; time < 2; time++) {
      const drifts = await scene.drifts({ heal: true });
      expect(drifts.map(({ kind, group, outcome }) => [kind, group, outcome])).toEqual([
        ['ad-drift-group-added', 'Tillträde berg', 'beyond'],
        ['ad-drift-group-added', 'Tillträde berg', 'beyond'],
      ]);
    }
    expect(scene.ad.writes).toHaveLength(written);
    scene.hand.leave(scene.group('Tillträde Alla'), 'Tillträde berg');
    scene.hand.leave(contact, 'Tillträde berg');
    expect(await scene.drifts()).toEqual([]);
  });

  it('and puts somebody who is not ours in one of our groups: told by GUID, since it may be anybody, once for each group', async () => {
    await begin(HEAL_ALL);
    const dn = `CN=Anna Andersson,OU=Tjänster,${scene.ad.baseDn}`;
    scene.hand.add(dn, 'user', { sAMAccountName: 'annand' });
    for (const group of ['Tillträde Alla', 'Tillträde berg']) scene.hand.join(dn, group);
    const objectGuid = scene.ad.user('annand')?.objectGuid ?? '';
    for (let time = 0; time < 2; time++) {
      const { json, lines } = await scene.answer({ heal: true });
      const drifts = (json as ComparisonJson).municipalities.flatMap((one) => one.drifts);
      expect(drifts.filter(({ group }) => group === 'Tillträde berg')).toMatchObject([
        { kind: 'ad-drift-group-added', objectGuid, detail: expect.stringContaining(objectGuid), outcome: 'beyond' },
      ]);
      expect(drifts).toHaveLength(2);
      const findings = await scene.service.findings('ad-drift-group-added');
      expect(findings).toHaveLength(2);
      expect(JSON.stringify([json, lines, findings])).not.toMatch(/Anna/);
    }
  });
});
