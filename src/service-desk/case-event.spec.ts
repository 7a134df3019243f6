import { CASE_EVENTS, type CaseEvent, caseNumber, isCaseNumber, SUPERSEDES } from './case-event';

describe('a case', () => {
  it.each<[CaseEvent, CaseEvent[]]>([
    ['new', []],
    ['changed', []],
    ['ended', ['new', 'changed', 'reinstated']],
    ['reinstated', ['ended']],
  ])('%s makes open ones pointless: %j', (event, others) => {
    expect(SUPERSEDES[event]).toEqual(others);
  });

  it.each(CASE_EVENTS)('%s never makes its own kind pointless: an open one is gone on with', (event) => {
    expect(SUPERSEDES[event]).not.toContain(event);
  });
});

describe('a case number', () => {
  it.each([
    [2026, 123, '2026-00123'],
    [2026, 1, '2026-00001'],
    [2026, 99_999, '2026-99999'],
    [2026, 100_000, '2026-100000'],
  ])('%i, %i is %s', (year, sequence, number) => {
    expect(caseNumber(year, sequence)).toBe(number);
    expect(isCaseNumber(number)).toBe(true);
  });

  it.each(['2026-0123', '26-00123', '2026-00123 ', '2026-00123\n', '202600123', '2026-0012A', 'x2026-00123', ''])('is not %j', (text) => {
    expect(isCaseNumber(text)).toBe(false);
  });
});
