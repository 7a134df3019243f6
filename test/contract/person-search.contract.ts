import type { FoundNow, FoundPeople, PersonSearch, ReadRefusal } from '../../src/directory/directory-source';
import { readQuery } from '../../src/directory/person-query';
import { organisationEntry, personEntry, unitEntry } from '../support/builders/ldif';
import type { MakeDirectoryFixture } from './directory-source.contract';

const TODAY = '2036-06-15';
const UNIT = ['Hemtjänst Norr', 'Vård'];
const someone = (serial: string, givenName: string, surname: string, more: Parameters<typeof personEntry>[0] = {}) =>
  personEntry({
    hsaId: `SE2120002502-${serial}`,
    givenName,
    surname,
    cn: `${givenName} ${surname} ${serial}`,
    unit: UNIT,
    roles: [],
    ...more,
  });

// Numbers of Skatteverket's list of test numbers.
const asa = someone('A', 'Åsa', 'Öberg', { attributes: { personalIdentityNumber: '201701012393', title: 'Sjuksköterska' } });
const anna = someone('B', 'Anna-Karin', 'Åkesson Ek', { roles: ['RJH;LINK'], attributes: { personalIdentityNumber: '20170101-2385' } });
const otherAsa = someone('C', 'Åsa', 'Alm');
const star = someone('D', 'Stella (vik) *', 'Stjärn\\a', { cn: 'Stella D' });
const confidential = someone('E', 'Hemlig', 'Öberg', {
  classes: ['hsaConfidentialPerson'],
  attributes: { personalIdentityNumber: '201701022384' },
});
const archived = someone('F', 'Åsa', 'Arkiverad', { classes: ['hsaArchivedObject'] });
const nick = someone('G', 'Greta', 'Gran', { attributes: { description: 'Åsa' } });
const twins = [someone('H', 'Tove', 'Tvilling'), someone('h', 'Tora', 'Tvilling')];
const tree = [
  organisationEntry(),
  unitEntry(UNIT.slice(1), { hsaIdentity: 'SE2120002502-V' }),
  unitEntry(UNIT, { hsaIdentity: 'SE2120002502-N' }),
];
const catalogue = [...tree, asa, anna, otherAsa, star, confidential, archived, nick, ...twins];

/** What every source promises to somebody who looks for a person. Run it on each kind. */
export function describePersonSearch(name: string, make: MakeDirectoryFixture): void {
  describe(`${name}, asked for a person`, () => {
    let fixture: Awaited<ReturnType<MakeDirectoryFixture>>;
    beforeAll(async () => {
      fixture = await make(catalogue, { sentinel: 'SE2120002502-0001' });
    });
    afterAll(() => fixture.close());

    const search = async (written: Parameters<typeof readQuery>[0], limit = 10) => {
      const query = readQuery(written, TODAY);
      if (!query) throw new Error('Nobody was asked for');
      return found(await (fixture.source as PersonSearch).search(query, limit));
    };
    const hsaIds = async (written: Parameters<typeof readQuery>[0], limit?: number) =>
      (await search(written, limit)).found.map(({ hsaId }) => hsaId?.replace('SE2120002502-', ''));

    it.each<[string, string[]]>([
      ['Åsa', ['C', 'A']],
      ['åsa', ['C', 'A']],
      ['A\u030asa', ['C', 'A']],
      ['öberg', ['A']],
      ['Öberg Åsa', ['A']],
      ['ås öb', ['A']],
      ['anna', ['B']],
      ['karin', ['B']],
      ['anna-k', ['B']],
      ['ek', ['B']],
      ['Åkesson Ek, ', ['B']],
      ['berg', []],
      ['nna', []],
      ['asa', []],
      ['Hemlig', []],
      ['Arkiverad', []],
      ['Tvilling', []],
      ['Hemtjänst', []],
    ])('finds by the name %j those of whom each word begins a name', async (written, expected) => {
      expect(await hsaIds({ name: written })).toEqual(expected);
    });

    it.each<[string, string[]]>([
      ['**', []],
      ['s*', []],
      ['å*a', []],
      ['*)(objectClass=*', []],
      ['\\2a\\2a', []],
      ['stella', ['D']],
      ['(vik)', ['D']],
      ['stjärn\\a', ['D']],
    ])('takes %j for the letters that they are', async (written, expected) => {
      expect(await hsaIds({ name: written })).toEqual(expected);
    });

    it('gives as many as were asked for, the first in order, and says that there are more', async () => {
      expect(await search({ name: 'Åsa' }, 1)).toMatchObject({ found: [{ hsaId: 'SE2120002502-C' }], hasMore: true });
      expect(await search({ name: 'Åsa' }, 2)).toMatchObject({ hasMore: false });
    });

    it.each(['201701012393', '20170101-2393', '170101-2393', '1701012393', ' 20170101-2393 '])(
      'finds by the number %j, however it is written in the catalogue',
      async (personalNumber) => {
        expect(await hsaIds({ personalNumber })).toEqual(['A']);
      },
    );

    it('finds by a number that the catalogue writes with a hyphen, and nobody by one that nobody has', async () => {
      expect(await hsaIds({ personalNumber: '201701012385' })).toEqual(['B']);
      expect(await hsaIds({ personalNumber: '201701022392' })).toEqual([]);
    });

    it('tells of somebody protected to whoever has the HSA-id, and to nobody else', async () => {
      expect(await search({ hsaId: 'se2120002502-e' })).toMatchObject({ found: [{ hsaId: 'SE2120002502-E', isProtected: true }] });
      expect(await hsaIds({ personalNumber: '201701022384' })).toEqual([]);
      expect(await hsaIds({ name: 'Öberg' })).toEqual(['A']);
    });

    it.each([
      ['a', ['A']],
      ['gone', []],
      ['f', []],
      ['v', []],
      ['h', []],
    ])('finds the HSA-id …-%s, if it is one person’s who is there', async (serial, expected) => {
      expect(await hsaIds({ hsaId: `se2120002502-${serial}` })).toEqual(expected);
    });

    it('tells title and unit, also of somebody without the role', async () => {
      const [hit] = (await search({ hsaId: 'SE2120002502-A' })).found;
      expect(hit).toMatchObject({
        role: { kind: 'none' },
        person: {
          title: 'Sjuksköterska',
          unit: { hsaId: 'SE2120002502-N', path: ['Bergs kommun', 'Vård', 'Hemtjänst Norr'] },
        },
      });
    });

    it('holds no number in what it answers', async () => {
      const answer = JSON.stringify(await search({ personalNumber: '201701012393' }));
      expect(answer.replace('hash-of-201701012393', '')).not.toContain('2393');
    });

    it('finds many people and units at once', async () => {
      const asked = {
        people: ['se2120002502-A', 'SE2120002502-F', 'SE2120002502-H', 'SE2120002502-X'],
        units: ['se2120002502-n', 'SE2120002502-A'],
      };
      const { people, units } = now(await fixture.source.findAll(asked));
      expect([...people].map(([key, { person }]) => [key, person?.surname ?? null]).sort()).toEqual([
        ['se2120002502-a', 'Öberg'],
        ['se2120002502-f', 'Arkiverad'],
        ['se2120002502-h', null],
      ]);
      expect(people.get('se2120002502-f')?.standing.isArchived).toBe(true);
      expect([...units]).toMatchObject([['se2120002502-n', { hsaId: 'SE2120002502-N', name: 'Hemtjänst Norr' }]]);
    });

    it('answers nothing where the sentinel is not seen, and where it is told to stop', async () => {
      const query = readQuery({ name: 'Åsa' }, TODAY)!;
      expect(await fixture.source.search(query, 10, AbortSignal.abort())).toMatchObject({ outcome: 'incomplete', code: 'aborted' });
      await fixture.replace(catalogue.slice(1));
      try {
        expect(await fixture.source.search(query, 10)).toMatchObject({ outcome: 'incomplete', code: 'sentinel-missing' });
        expect(await fixture.source.findAll({ people: ['SE2120002502-A'], units: [] })).toMatchObject({ code: 'sentinel-missing' });
      } finally {
        await fixture.replace(catalogue);
      }
    });
  });
}

function found(answer: FoundPeople | ReadRefusal): FoundPeople {
  if (answer.outcome !== 'complete') throw new Error(`Expected an answer: ${answer.reason}`);
  return answer;
}

function now(answer: FoundNow | ReadRefusal): FoundNow {
  if (answer.outcome !== 'complete') throw new Error(`Expected an answer: ${answer.reason}`);
  return answer;
}
