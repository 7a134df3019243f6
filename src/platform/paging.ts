/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins, to be given back as it is; null: this was the last. */
  next: string | null;
}

export interface PageRequest {
  after?: string | undefined;
  limit: number;
}

export const DEFAULT_LIMIT = 50;
export const LARGEST_LIMIT = 200;

/** The values that a list is sorted by, of one row; the last tells rows apart. */
export type Position = readonly (string | number)[];
