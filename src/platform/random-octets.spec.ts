import { randomOctets } from './random-octets';

describe('random octets', () => {
  it('are as many as asked for, and no two alike, past many fillings of what they are taken from', () => {
    const all = Array.from({ length: 2000 }, () => randomOctets(12));
    expect(new Set(all.map(({ length }) => length))).toEqual(new Set([12]));
    expect(new Set(all.map((octets) => octets.toString('hex'))).size).toBe(2000);
  });

  it('stay as they were given', () => {
    const first = randomOctets(16);
    const copy = Buffer.from(first);
    for (let count = 0; count < 1000; count += 1) randomOctets(16);
    expect(first).toEqual(copy);
  });
});
