import type { Blocker } from '../access/assess';
import { waitingFor } from './order-age';

const NOW = '2026-11-21T12:00:00.000Z';
const order = { state: 'placed' as const, placedAt: '2026-11-01T12:00:00.000Z', changedAt: '2026-11-16T12:00:00.000Z', from: '2026-11-01' };
const noRole: Blocker = { reason: 'no-system-role', owner: 'hsa-administrator', since: '2026-11-01T13:00:00.000Z' };
const notGranted: Blocker = { reason: 'not-granted', owner: 'service-desk', since: null };

describe('an order', () => {
  it.each(['fulfilled', 'ended', 'withdrawn'] as const)('that is %s waits for nothing', (state) => {
    expect(waitingFor({ ...order, state }, [noRole], 5, NOW)).toBeNull();
  });

  it('that has nothing in its way waits for nothing', () => {
    expect(waitingFor(order, [], 5, NOW)).toBeNull();
  });

  it('waits for what is in the way first, since that began', () => {
    expect(waitingFor(order, [noRole, notGranted], 30, NOW)).toEqual({ ...noRole, isOld: false });
  });

  it('waits since it was placed where nobody knows since when', () => {
    expect(waitingFor(order, [notGranted], 30, NOW)).toMatchObject({ owner: 'service-desk', since: order.placedAt });
  });

  it.each<[string, object, Blocker, boolean]>([
    ['five days after it was changed', {}, noRole, true],
    ['less than five days after it was changed', { changedAt: '2026-11-16T12:00:00.001Z' }, noRole, false],
    ['less than five days after its first day', { from: '2026-11-17' }, noRole, false],
    ['before its first day', { from: '2027-01-01' }, noRole, false],
    ['less than five days after something got in its way', {}, { ...noRole, since: '2026-11-17T00:00:00.000Z' }, false],
  ])('%s', (_what, changed, blocker, isOld) => {
    expect(waitingFor({ ...order, ...changed }, [blocker], 5, NOW)?.isOld).toBe(isOld);
  });
});
