import { type SessionTimes, sessionLives, worthWriting } from './session-life';

const LIMITS = { idleMinutes: 30, absoluteHours: 10 };
const NOW = '2026-11-21T18:00:00.000Z';
const session = (more: Partial<SessionTimes>): SessionTimes => ({ createdAt: NOW, usedAt: NOW, isLoggedIn: true, ...more });

describe('a session', () => {
  it.each<[string, Partial<SessionTimes>, boolean]>([
    ['of a login just begun', { isLoggedIn: false }, true],
    ['of a login begun 14:59 minutes ago', { isLoggedIn: false, createdAt: '2026-11-21T17:45:01.000Z' }, true],
    ['of a login begun 15 minutes ago', { isLoggedIn: false, createdAt: '2026-11-21T17:45:00.000Z' }, false],
    ['new', {}, true],
    ['9:59:59 hours old', { createdAt: '2026-11-21T08:00:01.000Z' }, true],
    ['10 hours old, in use', { createdAt: '2026-11-21T08:00:00.000Z' }, false],
    ['unused for 29:59 minutes', { usedAt: '2026-11-21T17:30:01.000Z', createdAt: '2026-11-21T17:00:00.000Z' }, true],
    ['unused for 30 minutes', { usedAt: '2026-11-21T17:30:00.000Z', createdAt: '2026-11-21T17:00:00.000Z' }, false],
  ])('%s', (_name, more, lives) => {
    expect(sessionLives(session(more), LIMITS, NOW)).toBe(lives);
  });

  it.each([
    [30, '2026-11-21T17:59:01.000Z', false],
    [30, '2026-11-21T17:59:00.000Z', true],
    [1, '2026-11-21T17:59:54.000Z', true],
    [1, '2026-11-21T17:59:55.000Z', false],
  ])('idle after %s minutes and used at %s is written down again: %s', (idleMinutes, usedAt, worth) => {
    expect(worthWriting(usedAt, { ...LIMITS, idleMinutes }, NOW)).toBe(worth);
  });
});
