import {
  type Checkpoint,
  checkCheckpoints,
  type CheckpointProblemKind,
  FIRST,
  lineDigest,
  lineOf,
  readLine,
  signedText,
} from './checkpoint';

const AT = '2026-11-21T03:05:00.000Z';
const hashOf = (seq: number): string => String(seq).repeat(64).slice(0, 64);
/** In the place of Ed25519, which `checkpoints.spec` uses: whoever knows the text can tell whether it is the same. */
const sign = (text: string): string => lineDigest(`key ${text}`);
const isSigned = (text: string, signature: string): boolean => signature === sign(text);

const make = (seq: number, previous: string, more: Partial<Checkpoint> = {}): string => {
  const checkpoint = { seq, hash: hashOf(seq), at: AT, previous, ...more };
  return lineOf({ signature: sign(signedText(checkpoint)), ...checkpoint });
};
const first = make(3, FIRST);
const second = make(5, lineDigest(first));
const third = make(9, lineDigest(second));
const CHAIN = new Map([3, 5, 9].map((seq) => [seq, hashOf(seq)]));

describe('checkCheckpoints', () => {
  it.each<[string, string[], Map<number, string>, [number, CheckpointProblemKind][], number | null]>([
    ['all as they were', [first, second, third], CHAIN, [], 9],
    ['none', [], CHAIN, [], null],
    [
      'no checkpoint',
      [first, 'x', third],
      CHAIN,
      [
        [2, 'checkpoint-unreadable'],
        [3, 'checkpoint-missing'],
      ],
      3,
    ],
    ['without the signature', [first, make(5, lineDigest(first), { signature: 'x' })], CHAIN, [[2, 'checkpoint-signature']], 3],
    ['one taken out', [first, third], CHAIN, [[2, 'checkpoint-missing']], 3],
    ['the first taken out', [second, third], CHAIN, [[1, 'checkpoint-missing']], null],
    [
      'one that goes back',
      [second, make(3, lineDigest(second))],
      CHAIN,
      [
        [1, 'checkpoint-missing'],
        [2, 'checkpoint-backwards'],
      ],
      null,
    ],
    ['a row that is gone', [first, second, third], new Map([...CHAIN].slice(0, 2)), [[3, 'checkpoint-row-missing']], 5],
    [
      'a chain that was rewritten from row 5',
      [first, second, third],
      new Map([...CHAIN, [5, hashOf(1)], [9, hashOf(2)]]),
      [
        [2, 'checkpoint-differs'],
        [3, 'checkpoint-differs'],
      ],
      3,
    ],
  ])('%s', (_case, lines, hashes, problems, lastThatHolds) => {
    const verdict = checkCheckpoints(lines, hashes, isSigned);
    expect(verdict.problems.map(({ line, problem }) => [line, problem])).toEqual(problems);
    expect(verdict.lastThatHolds?.seq ?? null).toBe(lastThatHolds);
    expect(verdict.checkpoints).toBe(lines.length);
  });
});

describe('readLine', () => {
  it('reads what was written', () => {
    expect(lineOf(readLine(first)!)).toBe(first);
  });

  it.each(['', '{}', 'null', '[]', `${first} `, first.replace('"seq":3', '"seq":3.5'), first.replace('{', '{"more":1,')])(
    'reads nothing else: %s',
    (line) => {
      expect(readLine(line)).toBeNull();
    },
  );
});
