import type { Instant } from '../platform/time';

const POSITIONS = 4096;

/**
 * A UUID of version 7 (RFC 9562, 5.7): its text sorts by time, and mails queued together sort in the order they were given.
 * @param position within what is queued together, from 0
 * @param random 8 random bytes
 */
export function sortableId(now: Instant, position: number, random: Uint8Array): string {
  const milliseconds = Date.parse(now) + Math.floor(position / POSITIONS);
  const time = milliseconds.toString(16).padStart(12, '0');
  const sequence = (position % POSITIONS).toString(16).padStart(3, '0');
  const bytes = [...random.subarray(0, 8)].map((byte, index) => (index === 0 ? (byte & 0x3f) | 0x80 : byte));
  const tail = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** A Message-ID (RFC 5322, 3.6.4) that is the row's for ever. */
export const messageIdOf = (id: string, from: string): string => `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
