import { foldName } from './name-keys';

/** One range of one index, read in its order. A list is several, one after the other. */
export interface PeopleScan {
  municipality: string;
  /** Whose order it is. */
  by: 'nameKey' | 'givenKey' | 'hsaIdKey';
  /** What the key begins with; empty: anything. */
  prefix: string;
  /** Only people in one of these places (see `unit-place.ts`); null: anywhere. */
  places: readonly string[] | null;
}

/** What of a municipality is asked about. */
export interface PeopleArea {
  municipality: string;
  hsaIdPrefixes: readonly string[];
  /** Places within reach, in the order they are shown; null: the whole municipality, those without a unit too. */
  places: readonly string[] | null;
}

/** Looks like (the beginning of) an HSA-id: no name has a digit. */
const HAS_DIGIT = /\d/;
const WHOLE_PREFIX = /^(se|tstnmt)\d/;

/**
 * How a list of people is read from the indexes there are.
 *
 * | text          | places | scans                                                                              |
 * |---------------|--------|------------------------------------------------------------------------------------|
 * | none          | all    | the municipality in name order                                                     |
 * | none          | some   | each place in name order                                                           |
 * | with a digit  | any    | HSA-ids that begin with it, or with a prefix of the municipality and it, in places |
 * | another       | any    | surnames that begin with it, then given names that do, in places                   |
 * | no letter     | any    | -                                                                                  |
 */
export function peopleScans(areas: readonly PeopleArea[], text: string | null): PeopleScan[] {
  return areas.flatMap(({ municipality, hsaIdPrefixes, places }): PeopleScan[] => {
    if (text === null)
      return (places === null ? [null] : places.map((place) => [place])).map((one) => ({
        ...{ municipality, by: 'nameKey', prefix: '' },
        places: one,
      }));
    if (HAS_DIGIT.test(text)) {
      const id = text.trim().toLowerCase();
      const prefixes = WHOLE_PREFIX.test(id) ? [id] : hsaIdPrefixes.map((prefix) => `${prefix.toLowerCase()}${id}`);
      return [...new Set(prefixes)].map((prefix) => ({ municipality, by: 'hsaIdKey', prefix, places }));
    }
    const name = foldName(text);
    if (name === '') return [];
    return (['nameKey', 'givenKey'] as const).map((by) => ({ municipality, by, prefix: name, places }));
  });
}

/** What a scan is known by from one page to the next. */
export const scanName = ({ municipality, by, prefix, places }: PeopleScan): string =>
  [municipality, by, prefix, places?.length === 1 ? places[0] : ''].join('|');

/** Later in the order of octets than every text that begins so. */
export const endOf = (prefix: string): string => `${prefix}\u{10FFFF}`;
