import { hasBlanks } from './blanks';
import { hasHsaIdPrefix, isHsaId, isTestHsaId, looseHsaIdKey } from './hsa-id';

describe('HSA-ids', () => {
  it.each([
    ['SE2120002502-1', true],
    ['SE2120002502-ABCdef123456789012', true],
    ['SE2120002502-ABCdef1234567890123', false],
    ['se2120002502-1', false],
    ['SE212000250-1', false],
    ['SE2120002502-', false],
    ['SE2120002502-Å', false],
    ['SE2120002502-1\n', false],
    ['TSTNMT2120002502-1', false],
  ])('%j is one: %s', (text, expected) => {
    expect(isHsaId(text)).toBe(expected);
  });

  it('knows those of the test environments', () => {
    expect(isTestHsaId('TSTNMT2120002502-1A')).toBe(true);
    expect(isTestHsaId('SE2120002502-1A')).toBe(false);
  });

  it.each([' SE2120002502-1', 'SE2120002502-1 ', 'SE2120002502 -1', 'SE2120002502-1\u00a0', 'SE2120002502-\u200b1'])(
    '%j has blanks, and is found all the same',
    (text) => {
      expect(hasBlanks(text)).toBe(true);
      expect(looseHsaIdKey(text)).toBe('se2120002502-1');
    },
  );

  it.each([
    ['SE2120002502-1A', ['SE2120002502-'], true],
    ['SE2120002502-1A', ['se2120002502-'], true],
    ['SE2120002502-1A', ['SE2321000156-', 'SE2120002502-'], true],
    ['SE2120002502-1A', ['SE2321000156-'], false],
    ['TSTNMT2120002502-1A', ['SE2120002502-'], true],
    ['TSTNMT2120002502-1A', ['TSTNMT2120002502-'], true],
    ['TSTNMT2120002502-1A', ['SE2321000156-'], false],
  ])('%s begins with one of %j: %s', (hsaId, prefixes, expected) => {
    expect(hasHsaIdPrefix(hsaId, prefixes)).toBe(expected);
  });
});
