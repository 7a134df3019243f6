import { inTheWay, type OrderProblem, orderProblems, type OrderQuestion, refusedFor } from './order-rules';

const TODAY = '2026-11-21';
const UNIT = 'se2120002502-00n1';

type Overrides = {
  order?: Partial<OrderQuestion['order']>;
  person?: Partial<OrderQuestion['person']>;
} & Partial<Omit<OrderQuestion, 'order' | 'person'>>;

const question = ({ order, person, ...rest }: Overrides = {}): OrderQuestion => ({
  order: { hsaId: 'SE2120002502-1A2B', cosmicRole: 'SSK', from: TODAY, to: null, reason: 'Ny på enheten', ...order },
  person: { standing: 'found', isProtected: false, titles: ['Sjuksköterska'], unitKey: UNIT, isWithinReach: true, ...person },
  unit: { key: UNIT, isWithinReach: true },
  role: { titles: ['Sjuksköterska', 'Distriktssköterska'] },
  manager: 'own',
  others: [],
  today: TODAY,
  ...rest,
});
const told = (problems: readonly OrderProblem[]) =>
  problems.map(({ code, field, isWarning }) => `${code} ${field}${isWarning ? ' ?' : ''}`);
const other = (overrides: Partial<OrderQuestion['others'][number]> = {}) => ({
  unitKey: UNIT,
  from: '2026-12-01',
  to: '2026-12-31',
  ...overrides,
});

describe('an order with nothing wrong', () => {
  it.each<[string, Overrides]>([
    ['for now and until further notice', {}],
    ['of one day', { order: { to: TODAY } }],
    ['that began thirty days ago', { order: { from: '2026-10-22' } }],
    ['that begins in the future', { order: { from: '2027-03-01' } }],
    ['beside one that ends the day before', { order: { from: '2027-01-01' }, others: [other()] }],
    ['beside one that begins the day after', { order: { to: '2026-11-30' }, others: [other()] }],
    ['of a role that suits all titles', { role: { titles: [] }, person: { titles: [] } }],
    ['of a role whose title is written in another case', { person: { titles: [' SJUKSKÖTERSKA'] } }],
    ['of a role that suits the second title', { person: { titles: ['Enhetschef', 'Distriktssköterska'] } }],
    ['on behalf of a manager', { manager: 'fit' }],
    ['with a reason of a thousand letters', { order: { reason: 'å'.repeat(1000) } }],
    ['for somebody without a unit, within the whole municipality', { person: { unitKey: null }, unit: { key: null, isWithinReach: true } }],
  ])('%s', (_what, overrides) => {
    expect(orderProblems(question(overrides))).toEqual([]);
  });
});

describe('what is wrong with an order', () => {
  it.each<[string, Overrides, string[]]>([
    ['nobody', { order: { hsaId: '' } }, ['person-missing hsaId']],
    ['somebody of another organisation', { person: { standing: 'elsewhere', isWithinReach: false } }, ['person-elsewhere hsaId']],
    ['nobody in the directory', { person: { standing: 'not-found', isWithinReach: false } }, ['person-not-found hsaId']],
    ['somebody protected outside the reach', { person: { isProtected: true, isWithinReach: false } }, ['person-not-found hsaId']],
    ['several entries', { person: { standing: 'ambiguous' } }, ['person-ambiguous hsaId']],
    ['somebody outside the reach', { person: { isWithinReach: false } }, ['person-outside-reach hsaId']],
    ['an entry with faults', { person: { standing: 'unreadable' } }, ['person-unreadable hsaId']],
    ['somebody who has left', { person: { standing: 'left' } }, ['person-left hsaId']],
    ['somebody protected', { person: { isProtected: true } }, ['person-protected hsaId ?']],
    ['ordered twice', { others: [other({ from: '2026-11-01', to: null })] }, ['ordered-twice hsaId']],
    ['ordered twice, on one day', { order: { to: '2026-12-01' }, others: [other()] }, ['ordered-twice hsaId']],
    ['ordered at another unit, on one day', { order: { from: '2026-12-31' }, others: [other({ unitKey: 'x' })] }, ['order-overlaps from']],
    ['a unit that is not there', { unit: null }, ['unit-unknown unit']],
    ['a unit outside the reach', { unit: { key: 'x', isWithinReach: false } }, ['unit-outside-reach unit']],
    ['another unit than in the directory', { unit: { key: 'x', isWithinReach: true } }, ['unit-differs unit ?']],
    ['a role that is not there', { role: null }, ['role-unknown cosmicRole']],
    ['a role for other titles', { person: { titles: ['Undersköterska'] } }, ['role-title-unsuited cosmicRole ?']],
    ['a role for some titles, and a person without', { person: { titles: [] } }, ['role-title-unsuited cosmicRole ?']],
    ['days that do not exist', { order: { from: '2026-02-30', to: 'nu' } }, ['from-malformed from', 'to-malformed to']],
    ['the end before the start', { order: { from: '2026-12-02', to: '2026-12-01' } }, ['end-before-start to']],
    ['an end that has passed', { order: { from: '2026-11-01', to: '2026-11-20' } }, ['end-passed to']],
    ['a start too long ago', { order: { from: '2026-10-21' } }, ['start-too-long-ago from']],
    ['no reason', { order: { reason: '' } }, ['reason-missing reason']],
    ['a long reason', { order: { reason: 'å'.repeat(1001) } }, ['reason-too-long reason']],
    ['a personnummer in the reason', { order: { reason: 'Gäller 20170101-2393' } }, ['reason-personal-number reason']],
    ['no manager', { manager: 'missing' }, ['manager-missing onBehalfOf']],
    ['a manager of something else', { manager: 'unfit' }, ['manager-unfit onBehalfOf']],
    [
      'much at once',
      { order: { to: '2026-11-20', reason: '' }, role: null },
      ['end-before-start to', 'role-unknown cosmicRole', 'reason-missing reason'],
    ],
  ])('%s', (_what, overrides, expected) => {
    expect(told(orderProblems(question(overrides)))).toEqual(expected);
  });
});

describe('a warning', () => {
  const problems = orderProblems(question({ person: { titles: [], isProtected: true } }));

  it.each<[string[], string[]]>([
    [[], ['person-protected', 'role-title-unsuited']],
    [['role-title-unsuited'], ['person-protected']],
    [['person-protected', 'role-title-unsuited'], []],
  ])('is in the way until it is confirmed: %j', (confirmed, left) => {
    expect(inTheWay(problems, confirmed).map(({ code }) => code)).toEqual(left);
  });

  it('is not asked about while something is refused, and a refusal cannot be confirmed', () => {
    const both = orderProblems(question({ person: { titles: [] }, order: { reason: '' } }));
    expect(inTheWay(both, ['reason-missing']).map(({ code }) => code)).toEqual(['reason-missing']);
  });

  it('answers that things are so', () => {
    expect(refusedFor(problems)).toMatchObject({ outcome: 'refused', code: 'person-protected', status: 409 });
  });
});

describe('a refusal', () => {
  it.each<[Overrides, string, number]>([
    [{ order: { reason: '' } }, 'reason-missing', 422],
    [{ person: { standing: 'not-found' } }, 'person-not-found', 404],
    [{ others: [other({ to: null, from: TODAY })] }, 'ordered-twice', 409],
  ])('%j answers %s, %d', (overrides, code, status) => {
    const refusal = refusedFor(orderProblems(question(overrides)));
    expect(refusal).toMatchObject({ outcome: 'refused', code, status, sv: expect.any(String), en: expect.any(String) });
  });

  it('names the field of each problem, and quotes nothing', () => {
    const refusal = refusedFor(orderProblems(question({ order: { reason: 'Gäller 20170101-2393', from: 'igår' } })));
    expect(refusal.errors?.map(({ pointer }) => pointer)).toEqual(['/from', '/reason']);
    expect(JSON.stringify(refusal)).not.toMatch(/igår|2393/);
  });
});
