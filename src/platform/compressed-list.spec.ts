import fc from 'fast-check';
import { CompressedList } from './compressed-list';

describe('a compressed list', () => {
  it('gives back what was put into it, in any order and however often', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 200 }), (values) => {
        const list = new CompressedList<unknown>();
        for (const value of values) list.push(value);
        expect(list).toHaveLength(values.length);
        for (const [index, value] of [...values.entries()].reverse()) expect(JSON.stringify(list.at(index))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('may be asked while it grows', () => {
    const list = new CompressedList<string>();
    for (let n = 0; n < 200; n += 1) {
      list.push(`rad ${n}\nnästa`);
      expect([list.at(0), list.at(n)]).toEqual(['rad 0\nnästa', `rad ${n}\nnästa`]);
    }
  });

  it.each([-1, 3, 64, 1000])('refuses place %i outside', (place) => {
    const list = new CompressedList();
    for (const value of [1, 2, 3]) list.push(value);
    expect(() => list.at(place)).toThrow(RangeError);
  });
});
