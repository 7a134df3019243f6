import { releaseStep, type ReleaseStep } from './approvals';

describe('one more yes to a halted plan', () => {
  it.each<[string, number, string[], ReleaseStep]>([
    ['where one is enough', 1, [], 'release'],
    ['where one is enough and another has said yes already', 1, ['other'], 'release'],
    ['after another', 2, ['other'], 'release'],
    ['after another and oneself', 2, ['other', 'me'], 'release'],
    ['as the first of two', 2, [], 'approve'],
    ['once more from the same', 2, ['me'], 'wait-for-another'],
  ])('%s', (_when, persons, approvers, step) => {
    const approvals = approvers.map((approver) => ({ approver }));
    expect(releaseStep(persons, approvals, 'me')).toBe(step);
  });
});
