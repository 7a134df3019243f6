import { showsPlace } from './shows-place';

describe('where an object lies that is no account of ours', () => {
  it.each<[string, 'user' | 'group', boolean | undefined, boolean]>([
    ['a group', 'group', undefined, true],
    ['a user of somebody known', 'user', false, true],
    ['a user of somebody protected', 'user', true, false],
    ['a user of nobody known', 'user', undefined, false],
  ])('is told, or not, of %s', (_, kind, isProtected, expected) => {
    expect(showsPlace(kind, isProtected)).toBe(expected);
  });
});
