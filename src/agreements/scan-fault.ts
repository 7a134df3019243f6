/**
 * - `unknown-kind`: neither a PDF nor a JPEG nor a PNG, whatever its name says.
 * - `damaged`: begins as one of them and does not go on as one, or is cut short.
 * - `data-after-end`: something follows where the picture or document ends: it may be another kind of file, too.
 * - `too-many-pixels`: would take more memory to show than any page needs.
 * - `active-content`: a PDF that can run, open, send or hide something, or that is locked.
 */
export type ScanFault = 'unknown-kind' | 'damaged' | 'data-after-end' | 'too-many-pixels' | 'active-content';

/** A4 in 800 dots per inch is 62 million. */
const MOST_PIXELS = 100_000_000;
const LONGEST_SIDE = 20_000;

export const hasTooManyPixels = (width: number, height: number): boolean =>
  width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS;
