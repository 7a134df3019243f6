import { type PeopleArea, peopleScans, scanName } from './people-scans';

const whole: PeopleArea = { municipality: 'berg', hsaIdPrefixes: ['SE2120002502-'], places: null };
const part: PeopleArea = { municipality: 'are', hsaIdPrefixes: ['SE2120002494-', 'SE5565594230-'], places: ['norr', 'soder'] };

const told = (areas: readonly PeopleArea[], text: string | null): string[] =>
  peopleScans(areas, text).map(({ municipality, by, prefix, places }) => `${municipality} ${by} ${prefix} ${places?.join('+') ?? '*'}`);

describe('peopleScans', () => {
  it.each<[string, PeopleArea[], string | null, string[]]>([
    ['no text, all places', [whole], null, ['berg nameKey  *']],
    ['no text, some places', [part], null, ['are nameKey  norr', 'are nameKey  soder']],
    ['a whole HSA-id', [whole, part], 'SE2120002502-1a', ['berg hsaIdKey se2120002502-1a *', 'are hsaIdKey se2120002502-1a norr+soder']],
    ['the end of one', [part], '1A2B', ['are hsaIdKey se2120002494-1a2b norr+soder', 'are hsaIdKey se5565594230-1a2b norr+soder']],
    ['a name', [part], ' Öberg, Å', ['are nameKey }berg { norr+soder', 'are givenKey }berg { norr+soder']],
    ['no letter', [whole], '%', []],
    ['nothing within reach', [], 'Öberg', []],
    ['no places within reach', [{ ...part, places: [] }], null, []],
  ])('%s', (_case, areas, text, scans) => {
    expect(told(areas, text)).toEqual(scans);
  });
});

describe('scanName', () => {
  it('tells the scans of one list apart', () => {
    for (const text of [null, 'Öberg', '1A2B']) {
      const names = peopleScans([whole, part], text).map(scanName);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
