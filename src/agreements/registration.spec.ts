import fc from 'fast-check';
import { isRegistryNumber, registrationFault, type RegistrationFault, type SignedPaper, validTo } from './registration';
import type { TemplateVersion } from './template';

const TODAY = '2026-11-21';
const templates: TemplateVersion[] = [
  { version: '1', textHash: '', effectiveFrom: '2026-01-01', signFrom: null },
  { version: '2', textHash: '', effectiveFrom: '2026-11-10', signFrom: null },
  { version: '3', textHash: '', effectiveFrom: '2026-12-01', signFrom: null },
];
const paper: SignedPaper = { templateVersion: '1', signedOn: '2026-11-03', receivedOn: '2026-11-05' };
/** The 8th of November in Sweden, the 7th in UTC. */
const WITHDRAWN = '2026-11-07T23:30:00.000Z';

describe('a paper that came in', () => {
  it.each<[string, Partial<SignedPaper>, string | null, RegistrationFault | null]>([
    ['as it should be', {}, null, null],
    ['signed and received today', { signedOn: TODAY, receivedOn: TODAY }, null, null],
    ['signed on a day that does not exist', { signedOn: '2026-02-30' }, null, 'malformed-date'],
    ['received on a day that does not exist', { receivedOn: '20261105' }, null, 'malformed-date'],
    ['signed tomorrow', { signedOn: '2026-11-22', receivedOn: '2026-11-22' }, null, 'signed-in-future'],
    ['received tomorrow', { receivedOn: '2026-11-22' }, null, 'received-in-future'],
    ['received before it was signed', { receivedOn: '2026-11-02' }, null, 'received-before-signed'],
    ['of a version that there is not', { templateVersion: '9' }, null, 'unknown-template-version'],
    ['of a version that is not in force yet', { templateVersion: '3' }, null, 'template-not-in-force'],
    ['signed before its version was in force', { templateVersion: '2' }, null, 'template-not-in-force'],
    ['signed before any version was in force', { signedOn: '1066-10-14' }, null, 'template-not-in-force'],
    ['of an older version, signed after a newer came', { signedOn: '2026-11-20', receivedOn: TODAY }, null, null],
    ['signed before the last was withdrawn', {}, WITHDRAWN, 'signed-before-withdrawal'],
    ['signed on the day that the last was withdrawn', { signedOn: '2026-11-08', receivedOn: TODAY }, WITHDRAWN, null],
  ])('%s', (_what, change, withdrawnAt, fault) => {
    expect(registrationFault({ ...paper, ...change }, templates, withdrawnAt, TODAY)).toBe(fault);
  });
});

describe('the last day of a signature', () => {
  it.each([
    ['2026-11-21', 12, '2027-11-21'],
    ['2026-11-21', null, null],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-10-25', 5, '2027-03-25'],
  ])('signed %s for %s months is %s', (signedOn, months, last) => {
    expect(validTo(signedOn, months)).toBe(last);
  });

  it('is never earlier for a later signature', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 120 }), (one, other, months) => {
        const [earlier, later] = [one, other].sort() as [string, string];
        return validTo(earlier, months)! <= validTo(later, months)!;
      }),
    );
  });
});

describe('a registry number', () => {
  it.each([
    ['SC 2026/01234-2', true],
    ['RS/1234/2026', true],
    ['4711', true],
    ['HSN 2026:17 å', true],
    ['', false],
    ['Åsa Öberg', false],
    ['=HYPERLINK("x")1', false],
    ['1\n2', false],
    ['1'.repeat(41), false],
  ])('%j: %s', (text, good) => {
    expect(isRegistryNumber(text)).toBe(good);
  });
});
