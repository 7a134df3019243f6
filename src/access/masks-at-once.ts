/** As the identity guard: more people than this, and a larger share than this, at once is no coincidence. */
const NEWLY_PROTECTED = { count: 3, percent: 2 };

/**
 * Whether the accounts of people who became protected are masked while their municipality is halted. Promise 8 says that
 * a protected name does not wait; promises 2 and 3 that a wrong mapping blanks nobody. So it depends on how many they are:
 *
 * | newly protected in the run | share of the municipality's people | accounts are masked   |
 * |----------------------------|------------------------------------|-----------------------|
 * | ≤ 3                        | any                                | at once               |
 * | > 3                        | ≤ 2 %                              | at once               |
 * | > 3                        | > 2 %                              | all, with the release |
 *
 * @param people known in the municipality and not absent
 */
export const masksAtOnce = (newlyProtected: number, people: number): boolean =>
  newlyProtected <= NEWLY_PROTECTED.count || newlyProtected * 100 <= NEWLY_PROTECTED.percent * people;
