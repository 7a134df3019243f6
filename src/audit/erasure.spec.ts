import { covers, type Erasure, expiresBefore, obeysItsRule, retentionRule } from './erasure';

const erasure: Erasure = { rule: 'audit-payload-30-days', before: '2026-10-01T00:00:00.000Z', fromSeq: 2, toSeq: 4, count: 3 };

describe('covers', () => {
  it.each([
    ['inside the range, before the limit', { seq: 2, at: '2026-09-30T23:59:59.999Z' }, true],
    ['the last of the range', { seq: 4, at: '2026-09-30T23:59:59.999Z' }, true],
    ['inside the range, at the limit', { seq: 3, at: '2026-10-01T00:00:00.000Z' }, false],
    ['before the range', { seq: 1, at: '2026-09-01T00:00:00.000Z' }, false],
    ['after the range', { seq: 5, at: '2026-09-01T00:00:00.000Z' }, false],
  ])('%s', (_case, row, covered) => {
    expect(covers(erasure, row)).toBe(covered);
  });
});

describe('obeysItsRule', () => {
  it.each([
    ['exactly as far as the rule', erasure, '2026-10-31T00:00:00.000Z', true],
    ['less far', erasure, '2026-11-30T00:00:00.000Z', true],
    ['a millisecond further', erasure, '2026-10-30T23:59:59.999Z', false],
    ['by a rule nobody knows', { ...erasure, rule: 'because' }, '2030-01-01T00:00:00.000Z', false],
  ])('%s', (_case, one, at, obeys) => {
    expect(obeysItsRule(one, at)).toBe(obeys);
  });

  it('holds for what the rule itself reckons', () => {
    const now = '2031-11-22T01:00:00.000Z';
    expect(obeysItsRule({ ...erasure, rule: retentionRule(1827), before: expiresBefore(now, 1827) }, now)).toBe(true);
  });
});
