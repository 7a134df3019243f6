import { backoffMs } from './backoff';

describe('the wait between tries', () => {
  it.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [4, 240],
    [7, 1920],
    [8, 3600],
    [9, 3600],
    [5000, 3600],
  ])('after try %i is %i seconds', (attempts, seconds) => {
    expect(backoffMs(attempts, 0)).toBe(seconds * 1000);
  });

  it('is shortened by at most a quarter', () => {
    expect(backoffMs(1, 1)).toBe(22_500);
    expect(backoffMs(1, 0.5)).toBe(26_250);
  });
});
