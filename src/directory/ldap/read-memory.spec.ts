import { parseMemory, type ReadMemory, writeMemory } from './read-memory';

const memory: ReadMemory = {
  stamp: 'entryCSN',
  units: new Map([
    ['b', 'mark'],
    ['a', null],
  ]),
  commissions: new Map([['c', { mark: 'other', members: ['y', 'x'] }]]),
};

it('comes back as it was, members sorted', () => {
  const commissions = new Map([['c', { mark: 'other', members: ['x', 'y'] }]]);
  expect(parseMemory(writeMemory(memory, 'settings'), 'settings')).toEqual({ ...memory, commissions });
});

it('is the same text whatever order things were read in', () => {
  const turned = {
    ...memory,
    units: new Map([...memory.units].reverse()),
    commissions: new Map([['c', { mark: 'other', members: ['x', 'y'] }]]),
  };
  expect(writeMemory(turned, 'settings')).toBe(writeMemory(memory, 'settings'));
});

const written = JSON.parse(writeMemory(memory, 'settings')) as object;
it.each<[string, string | null]>([
  ['none', null],
  ['no JSON', '{'],
  ['JSON of another kind', 'null'],
  ['another version', JSON.stringify({ ...written, version: 0 })],
  ['other settings', writeMemory(memory, 'other')],
  ['another stamp', JSON.stringify({ ...written, stamp: 'uSNChanged' })],
  ['no units', JSON.stringify({ ...written, units: undefined })],
  ['commissions of another form', JSON.stringify({ ...written, commissions: [['c', 'mark']] })],
])('%s is of no use', (_case, text) => {
  expect(parseMemory(text, 'settings')).toBeNull();
});
