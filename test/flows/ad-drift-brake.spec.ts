import { AdScene, HEAL_ALL } from '../support/ad-scene';
import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';

// Real: the whole service on an SQLite file, LDAPS. Faked: the clock; the AD is one in the test's process, as strict as Microsoft's.

jest.setTimeout(120_000);

it('what is gone from the AD is not made anew past the brake, whatever else its account waits for', async () => {
  const scene = await AdScene.start({
    drift: HEAL_ALL,
    municipalities: [{ brake: { ...NO_BRAKE, creations: { count: 2, percent: 100 } } }],
  });
  try {
    for (const upTo of [2, 4]) await scene.populate(inhabitants(upTo)); // no more than the brake lets through at a time
    for (const number of [1, 2, 3]) scene.hand.remove(await scene.name(number));
    await scene.service.syncWith(inhabitants(4, { attributes: { title: 'Chef' } }));
    expect(await scene.service.dispatchAd()).toMatchObject({ applied: 1, refused: 3 });
    expect(await scene.mend()).toMatchObject({ status: 'halted', healed: 0 });
    await scene.service.dispatchAd();
    expect(scene.ad.users()).toHaveLength(1);
    await scene.service.syncWith([...inhabitants(3, { attributes: { title: 'Chef' } }, 2)]); // the first leaves: two are left
    expect(await scene.mend()).toMatchObject({ status: 'completed', healed: 2 });
    expect(scene.ad.users()).toHaveLength(3);
    expect(await scene.drifts()).toEqual([]);
  } finally {
    await scene.close();
  }
});

describe('more differs in the AD than the brake lets through', () => {
  let scene: AdScene;
  beforeEach(async () => {
    scene = await AdScene.start({
      drift: HEAL_ALL,
      municipalities: [{ brake: { changes: { count: 2, percent: 100 } } }, { code: 'are', brake: { changes: { count: 2, percent: 100 } } }],
    });
    await scene.service.syncWith(inhabitants(2, { code: 'are' }), 'are');
    await scene.populate(inhabitants(6));
    await scene.populate([...inhabitants(5), inhabitant(6, { roles: [] })]);
    for (const number of [1, 2, 3]) scene.hand.change(await scene.name(number), { title: 'Chef' });
    scene.hand.enable(await scene.name(6));
    scene.hand.change((await scene.service.account(hsaIdOf(1, 'are'))).accountName, { title: 'Chef' });
  });
  afterEach(() => scene.close());

  it('nothing of the municipality is mended but what is always, the others are, and operations is told once', async () => {
    const { status, json } = await scene.answer({ heal: true });
    expect(status).toBe(3);
    expect(json).toMatchObject({
      status: 'halted',
      healed: 2,
      reason: expect.stringContaining('3 ändringar av 5 konton'),
      municipalities: [{ municipality: 'berg', tripped: [expect.any(String)] }, { municipality: 'are' }, { municipality: '-' }],
    });
    await scene.service.dispatch();
    expect(scene.ad.user(await scene.name(1))?.attributes.title).toBe('Chef');
    expect(scene.ad.user(await scene.name(6))?.isEnabled).toBe(false);
    expect(scene.ad.user((await scene.service.account(hsaIdOf(1, 'are'))).accountName)?.attributes.title).toBeUndefined();
    expect(await scene.service.findings('ad-drift-halted')).toMatchObject([{ municipality: 'berg' }]);
    expect((await scene.service.mails('ad-halt')).map(({ to, subject }) => [to, subject])).toEqual([
      ['drift@example.se', '[Behörighet] Rättning av AD stoppad – Bergs kommun'],
    ]);
    await scene.mend();
    expect(await scene.service.mails('ad-halt')).toHaveLength(1);
  });

  it('is told beforehand by --dry-run, which writes nothing', async () => {
    const tables = () => scene.service.dataSource.query('SELECT * FROM "finding"');
    const before = await tables();
    const { status, json } = await scene.answer({ heal: true, dryRun: true });
    expect({ status, json }).toMatchObject({ status: 3, json: { status: 'halted' } });
    expect(await tables()).toEqual(before);
    expect((await scene.answer({ dryRun: true })).json).toMatchObject({ status: 'previewed', healed: 1 });
    expect(await scene.service.mails('ad-halt')).toEqual([]);
  });

  it('goes through by itself when less of it is left', async () => {
    await scene.mend();
    scene.hand.change(await scene.name(3), { title: null });
    expect(await scene.mend()).toMatchObject({ status: 'completed', healed: 2 });
    expect(await scene.service.findings('ad-drift-halted')).toEqual([]);
    expect(await scene.drifts({ heal: true })).toEqual([]);
    scene.hand.remove(await scene.name(1));
    expect(await scene.mend()).toMatchObject({ healed: 1 });
    expect(await scene.drifts()).toEqual([]);
  });
});
