import fc from 'fast-check';
import { PackedList } from './packed-list';

describe('a packed list', () => {
  it('gives back what was put into it, in any order and however often', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 50 }), (values) => {
        const list = new PackedList<unknown>();
        for (const value of values) list.push(value);
        expect(list).toHaveLength(values.length);
        expect(JSON.stringify([...list])).toBe(JSON.stringify(values));
        for (const [index, value] of [...values.entries()].reverse()) expect(JSON.stringify(list.at(index))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('holds many values, and one larger than a block', () => {
    const list = new PackedList<string>();
    const large = 'å'.repeat(1 << 20);
    for (let n = 0; n < 3000; n += 1) list.push(`value ${String(n)}`);
    list.push(large);
    list.push('after');
    expect([list.at(0), list.at(2999), list.at(3001)]).toEqual(['value 0', 'value 2999', 'after']);
    expect(list.at(3000) === large).toBe(true);
  });

  it('refuses a place outside', () => {
    expect(() => new PackedList().at(0)).toThrow(RangeError);
  });
});
