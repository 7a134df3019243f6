import fc from 'fast-check';
import { MASK, scrubLine, scrubText } from './scrub';

/** Skatteverket's test numbers: birth numbers 238–239 and 980–999 after a date, with their check digit. */
const testNumber = fc
  .record({
    date: fc.date({ min: new Date('1890-01-01'), max: new Date('2026-11-21'), noInvalidDate: true }),
    birth: fc.oneof(fc.integer({ min: 238, max: 239 }), fc.integer({ min: 980, max: 999 })),
    isCoordination: fc.boolean(),
  })
  .map(({ date, birth, isCoordination }) => {
    const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-');
    const nine = `${year.slice(2)}${month}${isCoordination ? Number(day) + 60 : day}${birth}`;
    const sum = [...nine].reduce((total, digit, place) => {
      const product = Number(digit) * (place % 2 === 0 ? 2 : 1);
      return total + (product > 9 ? product - 9 : product);
    }, 0);
    return { century: year.slice(0, 2), ten: `${nine}${(10 - (sum % 10)) % 10}` };
  });

const written = fc.record({ number: testNumber, withCentury: fc.boolean(), separator: fc.constantFrom('', '-', '+', ' ', '–', ' - ') });

describe('scrubText', () => {
  it.each([
    ['12 digits', '201701012393', MASK],
    ['with a hyphen', 'pnr=20170101-2393.', `pnr=${MASK}.`],
    ['10 digits', '1701012393', MASK],
    ['a plus sign', '170101+2393', MASK],
    ['a samordningsnummer', '20170161-2391', MASK],
    ['a wrong check digit', '20170101-2390', MASK],
    ['two beside each other', '201701012393,201701012401', `${MASK},${MASK}`],
    ['within more digits, right check digit', '9201701012393', `9${MASK}`],
    ['within more digits, wrong check digit', '9201701012390', '9201701012390'],
    ['a month 13', '20171301-2393', '20171301-2393'],
    ['an HSA-id', 'SE2120002502-1001', 'SE2120002502-1001'],
    ['a case number', '2026-00123', '2026-00123'],
    ['an instant', '2026-11-21T03:05:00.000Z', '2026-11-21T03:05:00.000Z'],
  ])('%s', (_case, text, clean) => {
    expect(scrubText(text)).toBe(clean);
  });

  it('lets no test number through, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), written, fc.string(), (before, { number, withCentury, separator }, after) => {
        const date = number.ten.slice(0, 6);
        const last = number.ten.slice(6);
        const text = `${withCentury ? number.century : ''}${date}${separator}${last}`;
        const clean = scrubText(`${before}${text}${after}`);
        expect(clean).toContain(MASK);
        expect(clean).not.toContain(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('scrubLine', () => {
  it('leaves a line without anything alone', () => {
    const line = '{"level":"info","time":"2026-11-21T03:05:00.000Z","read":812}\n';
    expect(scrubLine(line)).toBe(line);
  });

  it('stays JSON when a number, a key or a list holds one', () => {
    const line = `${JSON.stringify({ 201701012393: 1, b: 201701012393, c: ['x 170101-2393', { d: '20170101 2393' }] })}\n`;
    expect(JSON.parse(scrubLine(line))).toEqual({ [MASK]: 1, b: MASK, c: [`x ${MASK}`, { d: MASK }] });
  });

  it('scrubs what is no JSON too', () => {
    expect(scrubLine('{"cut": "201701012393')).toBe(`{"cut": "${MASK}\n`);
  });
});
