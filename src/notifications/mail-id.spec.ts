import fc from 'fast-check';
import { messageIdOf, sortableId } from './mail-id';

const NOW = '2026-11-21T03:05:00.000Z';
const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe('a sortable id', () => {
  it('is a UUID of version 7 that holds the time', () => {
    expect(sortableId(NOW, 0, new Uint8Array(8))).toBe('01a1fc10-7760-7000-8000-000000000000');
    expect(sortableId(NOW, 4095, new Uint8Array(8).fill(255))).toBe('01a1fc10-7760-7fff-bfff-ffffffffffff');
  });

  it('sorts by time and position, whatever the random bytes', () => {
    const queued = fc.tuple(fc.nat(1000), fc.nat(10_000), bytes);
    fc.assert(
      fc.property(queued, queued, ([afterA, positionA, randomA], [afterB, positionB, randomB]) => {
        const at = (ms: number): string => new Date(Date.parse(NOW) + ms * 1000).toISOString();
        const [a, b] = [sortableId(at(afterA), positionA, randomA), sortableId(at(afterB), positionB, randomB)];
        if (afterA < afterB || (afterA === afterB && positionA < positionB)) expect(a < b).toBe(true);
        expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });
});

it("makes a Message-ID in the sender's domain", () => {
  expect(messageIdOf('01a1fc10-7760-7000-8000-000000000000', 'tilltrade@example.se')).toBe(
    '<01a1fc10-7760-7000-8000-000000000000@example.se>',
  );
});
