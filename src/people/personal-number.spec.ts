import { createHmac } from 'node:crypto';
import { parsePersonalNumber, personalNumberHasher } from './personal-number';

// Skatteverket's test numbers: birth numbers 238-239 and 980-999.
describe('a personnummer', () => {
  it.each([
    ['12 digits', '201701012393', '201701012393'],
    ['with a hyphen', '20170101-2393', '201701012393'],
    ['with a plus sign', '19200101+2380', '192001012380'],
    ['blanks around', ' 201701012393\n', '201701012393'],
    ['10 digits', '1701012393', '201701012393'],
    ['10 digits with a hyphen', '170101-2393', '201701012393'],
    ['10 digits of the last century', '800229-9819', '198002299819'],
    ['one who turns 100 this year', '260101+2392', '192601012392'],
    ['born this year, the same digits', '260101-9801', '202601019801'],
    ['one who turned 100 before', '200101+2380', '192001012380'],
    ['a samordningsnummer', '198002852385', '198002852385'],
    ['a samordningsnummer in 10 digits', '800285-2385', '198002852385'],
    ['born on a day that has not come', '209901012386', null],
    ['born later this year', '260701-2388', null],
    ['a day that does not exist', '201702312388', null],
    ['birth number 000', '201701010009', null],
    ['another check digit', '201701012394', null],
    ['11 digits', '20170101239', null],
    ['two hyphens', '170101--2393', null],
    ['a hyphen elsewhere', '2017-01012393', null],
    ['letters', '20170101239A', null],
    ['a reserve number', '20170101T393', null],
    ['nothing', '', null],
  ])('%s', (_what, text, expected) => {
    expect(parsePersonalNumber(text, '2026-06-15')).toBe(expected);
  });

  it('is kept as a keyed hash', () => {
    const hash = personalNumberHasher(Buffer.alloc(32, 1));
    expect(hash('201701012393')).toBe(createHmac('sha256', Buffer.alloc(32, 1)).update('201701012393').digest('hex'));
    expect(hash('201701012393')).toBe(personalNumberHasher(Buffer.alloc(32, 1))('201701012393'));
    expect(hash('201701012393')).not.toBe(hash('198002299819'));
    expect(hash('201701012393')).not.toBe(personalNumberHasher(Buffer.alloc(32, 2))('201701012393'));
  });
});
