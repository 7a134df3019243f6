import fc from 'fast-check';
import { replacedFrom, templateFault, type TemplateFault, type TemplateVersion, versionInForce } from './template';

const TODAY = '2026-11-21';
const first: TemplateVersion = { version: '1', textHash: 'a'.repeat(64), effectiveFrom: '2026-01-01', signFrom: null };
const coming: TemplateVersion = { version: '2', textHash: 'b'.repeat(64), effectiveFrom: '2026-12-01', signFrom: '2027-01-01' };
const third: TemplateVersion = { version: '3', textHash: 'c'.repeat(64), effectiveFrom: '2027-02-01', signFrom: null };
const known = [first, coming];

describe('a version to add', () => {
  it.each<[string, TemplateVersion, TemplateFault | null]>([
    ['known, the same', first, null],
    ['known and in force, another text', { ...first, textHash: 'd'.repeat(64) }, 'template-in-force'],
    ['known and in force, another date', { ...first, effectiveFrom: '2027-03-01' }, 'template-in-force'],
    ['known and in force, demanded now', { ...first, signFrom: TODAY }, 'template-in-force'],
    ['known and not in force', { ...coming, textHash: 'd'.repeat(64), signFrom: null }, null],
    ['known and not in force, with dates that do not fit', { ...coming, signFrom: '2026-11-30' }, 'sign-before-effective'],
    ['new', third, null],
    ['new, in force for long', { ...third, effectiveFrom: '2020-01-01' }, null],
    ['a version with blanks', { ...third, version: '3 b' }, 'malformed-version'],
    ['a version without letters', { ...third, version: '' }, 'malformed-version'],
    ['the word for what is not known', { ...third, version: 'Baseline' }, 'malformed-version'],
    ['a day that does not exist', { ...third, effectiveFrom: '2027-02-30' }, 'malformed-date'],
    ['a day to sign that does not exist', { ...third, signFrom: '2027-13-01' }, 'malformed-date'],
    ['demanded before it is in force', { ...third, signFrom: '2027-01-31' }, 'sign-before-effective'],
    ['demanded from the day it is in force', { ...third, signFrom: '2027-02-01' }, null],
    ['demanded from a day that has passed', { ...third, effectiveFrom: '2026-02-01', signFrom: '2026-11-20' }, 'sign-from-passed'],
    ['demanded from today', { ...third, effectiveFrom: '2026-02-01', signFrom: TODAY }, null],
    ['of the same day as another', { ...third, effectiveFrom: '2026-12-01' }, 'effective-date-taken'],
  ])('%s', (_what, one, fault) => {
    expect(templateFault(one, known, TODAY)).toBe(fault);
  });
});

describe('the version in force', () => {
  it.each([
    ['2025-12-31', null],
    ['2026-01-01', '1'],
    ['2026-11-30', '1'],
    ['2026-12-01', '2'],
    ['2027-02-01', '3'],
  ])('on %s is %s', (day, version) => {
    expect(versionInForce([third, first, coming], day)?.version ?? null).toBe(version);
  });
});

describe('a version is put out of use', () => {
  const fourth: TemplateVersion = { version: '4', textHash: 'd'.repeat(64), effectiveFrom: '2027-06-01', signFrom: '2027-06-15' };
  it.each([
    ['by none that is newer and demanded', '3', [...known, third], null],
    ['by the next', '1', [...known, third], '2027-01-01'],
    ['by itself never', '2', [...known, third], null],
    ['by the first of several', '1', [...known, third, fourth], '2027-01-01'],
    ['by one that comes after a version that is not demanded', '2', [...known, third, fourth], '2027-06-15'],
    ['when nothing is known of it, by the first that is demanded', 'baseline', known, '2027-01-01'],
  ])('%s', (_what, version, all, day) => {
    expect(replacedFrom(version, all)).toBe(day);
  });

  it('no later when more versions come', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));
    const versions = fc.uniqueArray(fc.tuple(day, day), { selector: ([from]) => from, maxLength: 6 }).map((days) =>
      days.map(([from, sign], index) => ({
        version: `v${index}`,
        textHash: '',
        effectiveFrom: from,
        signFrom: sign < from ? null : sign,
      })),
    );
    fc.assert(
      fc.property(versions, (all) => {
        for (let count = 1; count < all.length; count += 1) {
          const [fewer, more] = [replacedFrom('v0', all.slice(0, count)), replacedFrom('v0', all.slice(0, count + 1))];
          expect(fewer === null || (more !== null && more <= fewer)).toBe(true);
        }
      }),
    );
  });
});
