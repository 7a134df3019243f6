import { formatHolder, type Holder, isGone, parseHolder, type SeenProcess } from './holder';

const self: Holder = { hostname: 'vm-1', bootId: 'boot-a', pidNamespace: '4026531836', pid: 100, startTime: '5000' };
const other: Holder = { ...self, pid: 200, startTime: '6000' };
const running: SeenProcess = { startTime: '6000', isZombie: false };

describe('isGone', () => {
  it.each<[string, Holder, SeenProcess | null, boolean]>([
    ['another machine', { ...other, hostname: 'vm-2' }, null, false],
    ['another boot', { ...other, bootId: 'boot-b' }, null, false],
    ['another container', { ...other, pidNamespace: '4026532999' }, null, false],
    ['a system that does not tell its boot', { ...other, bootId: '' }, null, false],
    ['no such process', other, null, true],
    ['a zombie', other, { ...running, isZombie: true }, true],
    ['the pid used again', other, { ...running, startTime: '7000' }, true],
    ['the process itself', other, running, false],
    ['a start time that cannot be read', other, { ...running, startTime: '' }, false],
  ])('%s', (_case, holder, seen, gone) => {
    expect(isGone(holder, self, seen)).toBe(gone);
  });

  it('knows nothing where neither tells its boot', () => {
    const nameless = { ...self, bootId: '' };
    expect(isGone({ ...other, bootId: '' }, nameless, null)).toBe(false);
  });
});

describe('a holder as text', () => {
  it('reads back as written', () => {
    expect(parseHolder(formatHolder(other))).toEqual(other);
  });

  it('keeps its five parts whatever the host is called', () => {
    expect(parseHolder(formatHolder({ ...other, hostname: 'a|b' }))).toEqual({ ...other, hostname: 'a_b' });
  });

  it.each(['', 'somebody', 'a|b|c|d|e', 'a|b|c|1', 'a|b|c|1|2|3'])('does not take "%s" for one', (text) => {
    expect(parseHolder(text)).toBeNull();
  });
});
