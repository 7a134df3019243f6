import { releasePersons } from './release-persons';

const none = { kind: 'none' as const };
const demo = { kind: 'demo' as const, people: [] };

describe('how many must say yes', () => {
  it.each([
    ['one', 1 as const, demo, 1],
    ['two', 2 as const, none, 2],
    ['nothing, and nobody logs in', null, none, 1],
    ['nothing, and people log in', null, demo, 2],
  ])('where configuration says %s', (_what, persons, login, count) => {
    expect(releasePersons({ releases: { persons, roles: ['operator'] }, login })).toBe(count);
  });
});
