import { masksAtOnce } from './masks-at-once';

describe('accounts of people who become protected while their municipality is halted', () => {
  it.each<[newlyProtected: number, people: number, atOnce: boolean]>([
    [1, 1, true],
    [3, 3, true],
    [3, 100_000, true],
    [4, 199, false],
    [4, 200, true],
    [5, 200, false],
    [2_000, 100_000, true],
    [2_001, 100_000, false],
    [800, 800, false],
    [4, 0, false],
  ])('%d of %d: at once %s', (newlyProtected, people, atOnce) => {
    expect(masksAtOnce(newlyProtected, people)).toBe(atOnce);
  });
});
