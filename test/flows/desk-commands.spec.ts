import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BERG, crowd, hsaIdPrefix } from '../support/builders/municipality';
import { Installation } from '../support/installation';

// Real: the built program, its processes, the database, the files. Faked: nothing.

jest.setTimeout(180_000);

const ANNA = 'SE2321000131-S001';
const BO = 'SE2321000131-S002';

describe('the desk at a terminal', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = Installation.make({
      municipalities: [BERG],
      perMunicipality: { policy: { requireAgreement: false } },
    });
    installation.writeCatalogue(BERG, crowd(BERG, 2));
    await installation.json('sync');
  });
  afterAll(() => installation.remove());

  const file = (name: string, text: string): string => {
    const path = join(installation.path, name);
    writeFileSync(path, text);
    return path;
  };
  const run = (...words: string[]) => installation.run(words);

  it('goes the whole way with commands', async () => {
    const nobody = `${hsaIdPrefix(BERG)}0000`;
    expect((await run('case', 'next', '--by', ANNA)).stdout).toBe('Det finns inget ärende att ta.\n');
    const trial = ['test-login', 'record', '--municipality', 'berg', '--hsa-id', nobody, '--account', 'ext1', '--by', ANNA];
    expect((await run(...trial)).status).toBe(2);
    expect(await run(...trial, '--worked')).toMatchObject({ status: 0, stdout: 'berg: provinloggningen är antecknad, den fungerade.\n' });
    expect((await run('test-login', 'list')).stdout).toContain('fungerade');

    const next = JSON.parse((await run('case', 'next', '--by', ANNA, '--json')).stdout) as { number: string; enter: object[] };
    expect(next.enter.length).toBeGreaterThan(0);
    const { number } = next;
    expect(await run('case', 'claim', number, '--by', BO)).toMatchObject({ status: 1, stdout: '' });
    expect((await run('case', 'claim', number, '--by', BO, '--take-over')).status).toBe(2);
    expect((await run('case', 'claim', number, '--by', BO, '--take-over', '--reason', 'Sjuk')).status).toBe(0);
    expect((await run('case', 'note', number, '--by', BO, '--text', 'Ringt')).status).toBe(0);
    expect((await run('case', 'return', number, '--by', BO, '--to', 'chefen', '--reason', 'x')).status).toBe(2);
    expect((await run('case', 'return', number, '--by', BO, '--to', 'manager', '--reason', 'Fel roll')).status).toBe(0);
    expect((await run('case', 'list', '--state', 'returned')).stdout).toContain('skickat tillbaka');
    expect((await run('case', 'grant', number, '--by', BO)).status).toBe(0);
    expect((await run('case', 'undo', number, '--by', BO)).stdout).toContain('Ärendet är ditt igen');
    expect((await run('case', 'release', number, '--by', BO)).status).toBe(0);
    expect((await run('case', 'list')).stdout.split('\n').filter((line) => line.includes('öppet'))).toHaveLength(2);
    expect((await run('case', 'show', number)).stdout).toContain('Lägg in i Cosmic:');
    expect(await run('case', 'done', number, '--by', BO)).toMatchObject({ status: 2, stderr: expect.stringContaining('slag') as string });
    expect((await run('outbox', 'send-again', 'x', '--by', BO)).status).toBe(1);
    expect((await run('outbox')).status).toBe(0);
  });

  it('imports lists and the baseline; a preview writes nothing', async () => {
    const units = file('units.csv', `HSA-id;Namn\n${hsaIdPrefix(BERG)}0001;Bergs kommun\n`);
    const words = ['cosmic-units', 'import', units, '--municipality', 'berg', '--by', ANNA];
    expect((await run(...words, '--dry-run')).stdout).toContain('Inget är skrivet');
    expect((await run('cosmic-units', 'report')).stdout).toContain('ingen lista');
    expect((await run(...words)).stdout).toContain('lista 1 är inläst, 1 enhet.');
    expect((await run('cosmic-units', 'report')).status).toBe(0);
    const wrong = file('wrong.csv', 'HSA-id;Namn\nx;y\n');
    expect(await run('cosmic-units', 'import', wrong, '--municipality', 'berg', '--by', ANNA)).toMatchObject({ status: 1 });
    const people = file('people.csv', `HSA-id;Behörig sedan\n${hsaIdPrefix(BERG)}NY1;2026-01-15\n`);
    const baseline = ['import', 'baseline', people, '--by', ANNA, '--reason', 'Start'];
    expect((await run(...baseline, '--dry-run')).stdout).toContain('Förhandsvisning, inget är skrivet. 1 person i filen');
    expect((await run(...baseline)).stdout).toContain('Personen finns inte i kommunens HSA-katalog.');
    expect((await run('import', 'baseline', 'finns-inte.csv', '--by', ANNA, '--reason', 'x')).status).toBe(2);
  });
});
