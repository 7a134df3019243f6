import { configurationTable } from './configuration-docs';

const rows = configurationTable().split('\n').slice(2);
const row = (setting: string) => rows.find((line) => line.startsWith(`| \`${setting}\``));

describe('the table of settings', () => {
  it.each([
    ['server.port', '`8080`'],
    ['operations.address', '-'],
    ['municipalities[].code', '**required**'],
    ['municipalities[].source.file', '**required**'],
    ['municipalities[].source.kind: ldap', '-'],
    ['municipalities[].brake.removals.count', '`25`'],
    ['mail.kind: file', '`file`'],
    ['mail.kind: smtp', '-'],
    ['schedule.sync', '`*/15 * * * *`'],
  ])('shows %s with %s', (setting, value) => {
    expect(row(setting)?.split(' | ')[1]).toBe(value);
  });

  it('says of every setting what it means, in three cells', () => {
    expect(rows.filter((line) => !/^\| `[^`|]+`( \(\w+\))? \| [^|]+ \| [^|]{3,} \|$/.test(line))).toEqual([]);
  });

  it.each(['database.url', 'identityHashKeyFile', 'externalAd.organisationalUnit', 'externalAd.upnSuffix', 'serviceDesk.address'])(
    'requires %s',
    (setting) => {
      expect(row(setting)).toContain('**required**');
    },
  );
});
