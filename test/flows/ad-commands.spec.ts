import { StrictAd } from '../servers/strict-ad/strict-ad';
import { BERG } from '../support/builders/municipality';
import { inhabitants, municipalityEntry } from '../support/builders/inhabitants';
import { Installation } from '../support/installation';

// Real: the commands as somebody runs them, each in a process of its own. The AD is one in the test's process.

jest.setTimeout(120_000);

let installation: Installation;
let ad: StrictAd | null = null;
afterEach(async () => {
  await installation.remove();
  await ad?.close();
  ad = null;
});

const BY = ['--by', 'Dana Drift', '--reason', 'Är vårt sedan förr'];

describe('where the external AD is the model', () => {
  beforeEach(() => {
    installation = Installation.make({ municipalities: [BERG] });
  });

  it.each([
    ['ad compare'],
    ['ad compare --heal'],
    ['ad compare --dry-run'],
    ['ad adopt --all --dry-run'],
    ['ad adopt --all --by Dana --reason Ja'],
  ])('%s is wrong usage, and says why', async (command) => {
    const { status, stdout, stderr } = await installation.run(command);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('externalAd.kind: model');
  });
});

describe('where it is a real one', () => {
  beforeEach(async () => {
    ad = await StrictAd.start();
    installation = Installation.make({ municipalities: [BERG], more: { externalAd: ad.configuration() } });
    installation.writeCatalogue(BERG, [municipalityEntry('berg'), ...inhabitants(2)]);
  });

  it.each<[string, string[], RegExp]>([
    ['neither a person nor all', ['ad', 'adopt', '--dry-run'], /HSA-id, eller --all/],
    ['both a person and all', ['ad', 'adopt', 'SE2120002502-P001', '--all', '--dry-run'], /HSA-id, eller --all/],
    ['nobody who decides', ['ad', 'adopt', '--all', '--reason', 'Ja'], /--by/],
    ['no reason', ['ad', 'adopt', '--all', '--by', 'Dana'], /--reason/],
    ['an empty reason', ['ad', 'adopt', '--all', '--by', 'Dana', '--reason', ' '], /--reason/],
    ['a personnummer', ['ad', 'adopt', '19900101-2384', ...BY], /HSA-id/],
    ['a word too many', ['ad', 'compare', 'nu'], /för många ord/],
    ['an unknown flag', ['ad', 'compare', '--force'], /--force/],
    ['no command', ['ad', 'mend'], /mend/],
  ])('wrong usage: %s', async (_, words, said) => {
    const { status, stdout, stderr } = await installation.run(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('2384');
  });

  it('compares, shows what differs, and ends with 3 where it cannot be read', async () => {
    await installation.json('sync');
    await installation.json('dispatch --ad');
    const [{ accountName }] = await installation.json<[{ accountName: string }]>('accounts');
    ad!.byHand().change(accountName, { title: 'Chef' });
    const { status, stdout } = await installation.run('ad compare');
    expect(status).toBe(0);
    expect(stdout).toContain('konto som ändrats för hand i AD: SE2120002502-P001');
    expect(stdout).toContain('Någon har ändrat kontot i AD: titel.');
    expect(await installation.json('ad compare')).toMatchObject({ status: 'completed', compared: 2, healed: 0 });
    await ad!.controllers[0]!.stop();
    expect(await installation.run('ad compare --json')).toMatchObject({ status: 3, stdout: expect.stringContaining('"incomplete"') });
    await ad!.controllers[0]!.start();
  });

  it('shows what may be adopted, and adopts it', async () => {
    const unit = ad!.organisationalUnit;
    ad!.byHand().add(`CN=Gammal,${unit}`, 'user', { sAMAccountName: 'gammal', employeeNumber: 'SE2120002502-P001' });
    ad!.byHand().change('gammal', { unicodePwd: Buffer.from('"Lösenord-1234"', 'utf16le') }); // AD enables nobody without one
    await installation.json('sync');
    await installation.run('dispatch --ad');
    const shown = await installation.run('ad adopt --all --dry-run');
    expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining(`CN=Gammal,${unit} – blir aktivt`) });
    const writes = ad!.writes.length;
    expect(await installation.json('ad adopt SE2120002502-P001 --dry-run')).toMatchObject({ adopted: false, accounts: [{}] });
    expect(ad!.writes).toHaveLength(writes);
    const adopted = await installation.run(['ad', 'adopt', 'SE2120002502-P001', ...BY, '--json']);
    expect(JSON.parse(adopted.stdout)).toMatchObject({ adopted: true, accounts: [{ hsaId: 'SE2120002502-P001' }], failed: [] });
    await installation.json('dispatch --ad');
    expect(await installation.json('ad compare')).toMatchObject({
      status: 'completed',
      compared: 2,
      municipalities: [{ drifts: [] }, { drifts: [] }],
    });
  });
});
