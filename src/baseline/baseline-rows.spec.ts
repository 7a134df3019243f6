import { type BaselineRow, baselinePeople } from './baseline-rows';

const row = (values: Partial<BaselineRow['values']> = {}, line = 2): BaselineRow => ({
  line,
  values: { hsaId: 'SE2120002502-P001', grantedSince: '2026-01-15', units: '', agreementSigned: '', municipality: '', ...values },
});
const known = {
  codes: new Set(['berg', 'are']),
  municipalityOf: (hsaId: string) => (hsaId.startsWith('SE2120002502-') ? 'berg' : null),
  today: '2026-11-21',
};

describe('those who work in Cosmic already', () => {
  it.each([
    ['of one row', {}, { municipality: 'berg', units: [], agreementSigned: null }],
    ['with units', { units: 'SE2120002502-00A|SE2120002502-00B' }, { units: ['SE2120002502-00A', 'SE2120002502-00B'] }],
    ['with units after commas', { units: 'SE2120002502-00A, SE2120002502-00B' }, { units: ['SE2120002502-00A', 'SE2120002502-00B'] }],
    ['with an agreement', { agreementSigned: '2026-01-10' }, { agreementSigned: '2026-01-10' }],
    ['of a municipality that is named', { municipality: 'ARE' }, { municipality: 'are' }],
    ['since today', { grantedSince: '2026-11-21' }, { grantedSince: '2026-11-21' }],
  ])('%s', (_what, values, expected) => {
    const { people, problems } = baselinePeople([row(values)], known);
    expect(problems).toEqual([]);
    expect(people).toEqual([expect.objectContaining({ hsaId: 'SE2120002502-P001', line: 2, ...expected })]);
  });

  it.each([
    ['hsa-id-malformed', { hsaId: 'Anna' }],
    ['date-malformed', { grantedSince: '' }],
    ['date-malformed', { grantedSince: '2026-02-30' }],
    ['date-malformed', { agreementSigned: 'ja' }],
    ['date-ahead', { grantedSince: '2026-11-22' }],
    ['date-ahead', { agreementSigned: '2026-11-22' }],
    ['unit-malformed', { units: 'Hemtjänst' }],
    ['municipality-unknown', { municipality: 'umea' }],
    ['municipality-unknown', { hsaId: 'SE2120009999-P001' }],
  ])('%s: %j', (problem, values) => {
    expect(baselinePeople([row(values)], known)).toEqual({ people: [], problems: [{ line: 2, problem }] });
  });

  it('twice is one too many, however it is written; in another municipality it is another', () => {
    const rows = [row(), row({ hsaId: 'SE2120002502-p001' }, 3), row({ municipality: 'are' }, 4)];
    expect(baselinePeople(rows, known)).toMatchObject({
      people: [{ municipality: 'berg' }, { municipality: 'are' }],
      problems: [{ line: 3, problem: 'repeated' }],
    });
  });
});
