import type { Step } from './apply-account';
import { afterRefusal, isHeldBack } from './refused-steps';

describe('a step that is refused', () => {
  it.each([
    ['create', 'unit-missing', false, true, 'end'],
    ['ensure-group', 'group-not-ours', false, true, 'end'],
    ['leave', 'group-not-ours', true, true, 'spare'],
    ['leave', 'group-not-ours', true, false, 'hold'],
    ['leave', 'no-rights', true, true, 'hold'],
    ['leave', 'not-ours', true, true, 'hold'],
    ['disable', 'no-rights', true, false, 'hold'],
    ['ensure-group', 'group-not-ours', true, true, 'hold'],
    ['move', 'no-rights', true, true, 'hold'],
    ['write', 'no-rights', true, true, 'hold'],
    ['join', 'group-not-ours', true, true, 'hold'],
  ] as const)('%s, for %s: object there %s, to be enabled %s', (step, code, isThere, isToBeEnabled, expected) => {
    expect(afterRefusal(step, code, { isThere, isToBeEnabled })).toBe(expected);
  });

  it.each<[Step['kind'], boolean]>([
    ['disable', false],
    ['leave', false],
    ['ensure-unit', false],
    ['ensure-group', true],
    ['create', false],
    ['move', false],
    ['write', false],
    ['join', true],
    ['enable', true],
    ['remove', true],
  ])('holds back what gives access or cannot be undone: %s %s', (step, expected) => {
    expect(isHeldBack(step)).toBe(expected);
  });
});
