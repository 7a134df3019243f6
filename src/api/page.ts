import { z } from 'zod';
import { DEFAULT_LIMIT, LARGEST_LIMIT } from '../platform/paging';

/** One page of a list, and where the next one begins; null: this was the last. */
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable().describe('Goes into `after`; null: there is no more.') });

/** Fields of every list's query: `z.strictObject({ ...paging, state: … })`. Read as a `PageRequest`. */
export const paging = {
  after: z.string().min(1).max(2000).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(LARGEST_LIMIT).default(DEFAULT_LIMIT).describe('How many at most.'),
};

/** A parameter that may be given several times: `?state=open&state=claimed`. */
export const several = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item).min(1).max(50), item.transform((one): z.output<T>[] => [one])]);
