import { type BlockerReason, OWNERS, STAGES } from '../../access/stages';
import { blockerText, endReason, ownerText, stageText } from './access';

const REASONS = Object.keys(OWNERS) as BlockerReason[];

describe('what is in the way', () => {
  it.each(REASONS)('%s is said in whole sentences', (reason) => {
    expect(blockerText[reason]).toMatch(/^[A-ZÅÄÖ].*\.$/);
    expect(endReason(reason)).toBe(blockerText[reason]);
  });

  it('is said differently for each reason, and nothing is said that cannot be in the way', () => {
    expect(new Set(Object.values(blockerText)).size).toBe(REASONS.length);
    expect(Object.keys(blockerText).sort()).toEqual([...REASONS].sort());
  });

  it.each([...new Set(Object.values(OWNERS))])('%s is named, as it stands within a sentence', (owner) => {
    expect(ownerText[owner]).toMatch(/^(Servicecenter|[a-zåäö].*[^.])$/);
  });
});

it.each(STAGES)('the stage %s has a name', (stage) => {
  expect(stageText[stage]).toMatch(/^[A-ZÅÄÖ].*[^.]$/);
});
