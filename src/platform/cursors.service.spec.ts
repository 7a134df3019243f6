import { Cursors } from './cursors.service';
import { SealedBox } from './sealed-box';

const cursors = new Cursors(new SealedBox(Buffer.alloc(32, 7)));
const rows = ['anna', 'bo', 'cilla'].map((name, index) => ({ name, since: `2026-11-2${index}` }));
const positionOf = ({ since, name }: { since: string; name: string }) => [since, name];

describe('a page', () => {
  it('has so many rows, and where the next one begins', () => {
    const page = cursors.page('people', rows, { limit: 2 }, positionOf);
    expect(page.items).toEqual(rows.slice(0, 2));
    expect(cursors.read('people', page.next ?? '')).toEqual(['2026-11-21', 'bo']);
  });

  it.each([3, 4])('that is the last of them (%i at most) leads nowhere', (limit) => {
    expect(cursors.page('people', rows, { limit }, positionOf)).toEqual({ items: rows, next: null });
  });

  it('without rows leads nowhere', () => {
    expect(cursors.page('people', [], { limit: 2 }, positionOf)).toEqual({ items: [], next: null });
  });

  it('shows nothing of whom it ended at', () => {
    expect(cursors.page('people', rows, { limit: 1 }, positionOf).next).toMatch(/^sealed1\.[\w-]+$/);
    expect(Buffer.from(cursors.page('people', rows, { limit: 1 }, positionOf).next ?? '', 'base64url').toString()).not.toContain('anna');
  });
});

describe('where a page begins', () => {
  const next = cursors.page('people', rows, { limit: 1 }, positionOf).next ?? '';

  it('is the beginning of the list where nothing is said', () => {
    expect(cursors.read('people', undefined)).toBeNull();
  });

  it.each([
    ['of another list', 'runs', next],
    ['altered', 'people', `${next.slice(0, -2)}${next.endsWith('AA') ? 'BB' : 'AA'}`],
    ['cut', 'people', next.slice(0, 20)],
    ['made by hand', 'people', 'eyJsaXN0IjoicGVvcGxlIn0'],
    ['empty', 'people', ''],
    [
      'made with another key',
      'people',
      new Cursors(new SealedBox(Buffer.alloc(32, 8))).page('people', rows, { limit: 1 }, positionOf).next ?? '',
    ],
    ['something else that was sealed', 'people', new SealedBox(Buffer.alloc(32, 7)).seal({ list: 'people', position: 'x' })],
    ['nothing that was sealed', 'people', new SealedBox(Buffer.alloc(32, 7)).seal(null)],
  ])('is refused where it is %s', (_what, list, after) => {
    expect(() => cursors.read(list, after)).toThrow(expect.objectContaining({ code: 'bad-cursor', status: 400 }));
  });
});
