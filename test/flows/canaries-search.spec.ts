import { createHash } from 'node:crypto';
import { nameCanary, personalNumberCanary, secretCanary, traces } from '../support/canaries';

// The search itself: a search that finds nothing proves nothing.

const NAME = 'Ärtsångareströmén';
const NUMBER = '201701012393';
const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const hexEscaped = (text: string) => encodeURIComponent(text).replaceAll('%', '\\');

describe('a name is found', () => {
  it.each<[string, Buffer | string]>([
    ['as it is', NAME],
    ['among other bytes', Buffer.concat([Buffer.from([0, 255, 7]), Buffer.from(NAME), Buffer.from([200])])],
    ['after what looks like an escape', `cn=ad${NAME}`],
    ['in lower case', NAME.toLowerCase()],
    ['in upper case', NAME.toUpperCase()],
    ['decomposed', NAME.normalize('NFD')],
    ['in ISO 8859-1', Buffer.from(NAME, 'latin1')],
    ['in UTF-16', Buffer.from(NAME, 'utf16le')],
    ['in UTF-16, the other way round', Buffer.from(NAME, 'utf16le').swap16()],
    ['percent encoded', encodeURIComponent(NAME)],
    ['percent encoded throughout', percent(NAME)],
    ['as a DN may escape it', hexEscaped(NAME)],
    ['quoted-printable', encodeURIComponent(NAME).replaceAll('%', '=')],
    ['quoted-printable, broken', encodeURIComponent(NAME).replaceAll('%', '=').replace('=A5', '=\r\n=A5')],
    ['as RFC 2047 has it', `=?UTF-8?Q?Hej_${encodeURIComponent(NAME).replaceAll('%', '=')}?=`],
    ['with a capital where there was none', NAME.replace('å', 'Å')],
    ['with JSON escapes', NAME.replace('å', '\\u00e5').replace('ö', '\\u00F6').replace('é', '\\u00e9')],
    ['with JSON escapes in JSON', JSON.stringify(NAME.replace('å', '\\u00e5').replace('ö', '\\u00f6'))],
    ['with HTML escapes', NAME.replace('å', '&aring;').replace('ö', '&#246;').replace('é', '&#xE9;')],
    ['folded as LDIF', NAME.replace('sång', 'så\n ng')],
    ['hexadecimal', Buffer.from(`x${NAME}x`).toString('hex')],
    ...[0, 1, 2].map((phase): [string, string] => [
      `base64, phase ${phase}`,
      Buffer.from(`${'x'.repeat(phase)}${NAME}yz`).toString('base64'),
    ]),
    ['base64 for URLs', Buffer.from(`?>${NAME}~~`).toString('base64url')],
    ['base64 broken over lines', Buffer.from(`xx${NAME}xx`).toString('base64').replace(/.{9}/g, '$&\r\n')],
    ['base64 of UTF-16', Buffer.from(`x${NAME}`, 'utf16le').toString('base64')],
    ['base64 of capitals', Buffer.from(`x${NAME.toUpperCase()}`).toString('base64')],
  ])('%s', (_, contents) => {
    expect(traces(nameCanary(NAME), [['here', contents]])).toEqual([expect.stringMatching(`^here: ${NAME} \\(`)]);
  });

  it.each(['Ärtsångare Strömén', 'Ärtsångare', Buffer.from('x').toString('base64'), ''])('but not in %j', (contents) => {
    expect(traces(nameCanary(NAME), [['here', contents]])).toEqual([]);
  });
});

describe('a personnummer is found', () => {
  it.each<[string, Buffer | string]>([
    ['twelve digits', NUMBER],
    ['ten digits', '1701012393'],
    ['with a hyphen', 'född 20170101-2393.'],
    ['ten with a plus sign', '170101+2393'],
    ['with blanks', '20 17 01 01 23 93'],
    ['with a soft hyphen', '20170101\u00ad2393'],
    ['with a dash', '170101\u20132393'],
    ['in a longer number', '9201701012393'],
    ['in UTF-16', Buffer.from('20170101-2393', 'utf16le')],
    ['percent encoded', percent('20170101-2393')],
    ['base64', Buffer.from('x20170101-2393'.replace('-', '')).toString('base64')],
    ['hexadecimal', Buffer.from(NUMBER).toString('hex')],
    ['as SHA-256', createHash('sha256').update(NUMBER).digest('hex')],
    ['as SHA-1 of ten digits, base64', createHash('sha1').update('170101-2393').digest('base64')],
  ])('%s', (_, contents) => {
    expect(traces([personalNumberCanary(NUMBER)], [['here', contents]])).toEqual([expect.stringMatching(/^here: personnummer/)]);
  });

  it.each(['20170101', '20170101-2394', 'SE2120002502-1A2B', createHash('sha256').update('another').digest('hex')])(
    'but not in %j',
    (contents) => {
      expect(traces([personalNumberCanary(NUMBER)], [['here', contents]])).toEqual([]);
    },
  );
});

it('each canary is told once for each place', () => {
  const canaries = [...nameCanary('Zebrafink'), secretCanary('the password', 'hunter2!')];
  expect(
    traces(canaries, [
      ['one', 'hunter2! hunter2!'],
      ['two', ''],
      ['three', 'zebrafink HUNTER2!'],
    ]),
  ).toEqual(['one: the password (text)', 'three: Zebrafink (text)', 'three: the password (text)']);
});
