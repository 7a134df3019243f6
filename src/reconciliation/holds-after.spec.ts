import { aHold, aReading, NOW } from '../../test/support/builders/facts';
import type { HoldFact } from '../access/facts';
import { findingText } from '../texts/sv/findings';
import { holdsAfter } from './holds-after';
import type { OpenHold } from './next-reading';

const identity: OpenHold = { kind: 'identity-changed', mismatch: 'personal-number', observed: null };
const identityStays: OpenHold = { ...identity, mismatch: null };
const absence: OpenHold = { kind: 'absence-unproven', mismatch: null, observed: null };
const changed = findingText.identityChanged('personal-number');
const before = aHold('identity-changed');
const absentBefore = aHold('absence-unproven');

describe('the holds from now on', () => {
  it.each<[string, OpenHold | null, HoldFact | null, HoldFact[]]>([
    ['none, none before', null, null, []],
    ['none, one before', null, before, []],
    ['a changed identity, none before', identity, null, [{ kind: 'identity-changed', since: NOW, detail: changed }]],
    ['an unproven absence, none before', absence, null, [{ kind: 'absence-unproven', since: NOW, detail: findingText.absenceUnproven }]],
    ['a changed identity, an unproven absence before', identity, absentBefore, [{ kind: 'identity-changed', since: NOW, detail: changed }]],
    [
      'an unproven absence, a changed identity before',
      absence,
      before,
      [{ kind: 'absence-unproven', since: NOW, detail: findingText.absenceUnproven }],
    ],
    ['a changed identity that goes on unread', identityStays, before, [before]],
    ['an unproven absence that goes on', absence, absentBefore, [absentBefore]],
    ['a changed identity, by another identifier than before', identity, before, [{ ...before, detail: changed }]],
  ])('%s', (_row, hold, held, holds) => {
    expect(holdsAfter({ reading: aReading(), hold }, held, NOW)).toEqual(holds);
  });
});
