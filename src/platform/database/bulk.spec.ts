import { type DataSource, Column, Entity, In, PrimaryColumn } from 'typeorm';
import { temporaryDatabase } from '../../../test/support/database';
import { inChunks, rowsOf, saveAll } from './bulk';
import { longText, whole, word } from './columns';

@Entity('thing')
class Thing {
  @PrimaryColumn(word('place', 20))
  place: string;
  @PrimaryColumn(whole('id'))
  id: number;
  @Column(longText('text'))
  text: string;
}

@Entity('mark')
class Mark {
  @PrimaryColumn(whole('id'))
  id: number;
}

let source: DataSource;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ source, close } = await temporaryDatabase([Thing, Mark]));
});
afterEach(() => close());

const things = (count: number, text: string): Thing[] =>
  Array.from({ length: count }, (_, id) => ({ place: 'berg', id, text: `${text} ${id}` }));
const save = (rows: Thing[]) => saveAll(source.manager, Thing, rows, ['place', 'id']);

describe('saveAll', () => {
  it.each([0, 1, 99, 100, 101, 250])('saves %i rows', async (count) => {
    await save(things(count, 'first'));
    expect(await source.getRepository(Thing).find({ order: { id: 'ASC' } })).toEqual(things(count, 'first'));
  });

  it('overwrites the rows that are there, by their whole key, and no others', async () => {
    await save([...things(150, 'first'), { place: 'krokom', id: 0, text: 'other' }]);
    await save(things(120, 'second'));
    const rows = await source.getRepository(Thing).find({ order: { place: 'ASC', id: 'ASC' } });
    expect(rows).toEqual([...things(120, 'second'), ...things(150, 'first').slice(120), { place: 'krokom', id: 0, text: 'other' }]);
  });

  it('leaves rows alone that are nothing but their key', async () => {
    await saveAll(source.manager, Mark, [{ id: 1 }], ['id']);
    await saveAll(source.manager, Mark, [{ id: 1 }, { id: 2 }], ['id']);
    expect(await source.getRepository(Mark).count()).toBe(2);
  });
});

describe('rowsOf', () => {
  it('gives whole rows with the key, those that say what is asked for and no others', async () => {
    await save([...things(250, 'x'), { place: 'krokom', id: 3, text: 'x 3' }]);
    const wanted = [3, 77, 202, 999].map((id) => `x ${id}`);
    const rows = await rowsOf(source.manager, Thing, { place: 'berg' }, 'text', wanted);
    expect(rows).toEqual([3, 77, 202].map((id) => ({ place: 'berg', id, text: `x ${id}` })));
    expect(await rowsOf(source.manager, Thing, { place: 'berg' }, 'text', [])).toEqual([]);
    expect(await rowsOf(source.manager, Thing, {}, 'text', ['x 3'], { select: ['place'] })).toEqual([
      { place: 'berg' },
      { place: 'krokom' },
    ]);
  });
});

describe('inChunks', () => {
  it('asks for no more than 100 at a time and joins the answers in order', async () => {
    await save(things(250, 'x'));
    const asked: number[] = [];
    const keys = things(250, 'x').map(({ id }) => id);
    const found = await inChunks(keys, (chunk) => {
      asked.push(chunk.length);
      return source.getRepository(Thing).find({ where: { id: In(chunk) }, order: { id: 'ASC' } });
    });
    expect([asked, found.map(({ id }) => id)]).toEqual([[100, 100, 50], keys]);
  });
});
