import type { Scope, SearchRequest } from './ldap-requests';
import { RESULT, type ResultEntry, searchDone, searchEntry, searchReference } from './ldap-responses';

export interface RecordedSearch {
  kind: 'search';
  base: string;
  scope: Scope;
  /** RFC 4515; attribute names in lower case. */
  filter: string;
  attributes: string[];
  pageSize: number | null;
  /** 1 for the first, and for a search that is not paged. */
  page: number;
  /** OIDs. */
  controls: string[];
}

/** What the server does at one page, instead of answering it honestly. */
export type Deed =
  /** No entries and a cookie that leads on to those of this page. */
  | 'empty-page'
  /** The page as it is, with the empty cookie that says it was the last. */
  | 'lost-cookie'
  /** The page as it is, with the cookie that leads to it again. */
  | 'repeated-cookie'
  /** The page as it is, without paging control. */
  | 'no-control'
  /** Never answered. */
  | 'silence'
  /** The page as it is, as an answer to a question that nobody has asked. */
  | 'wrong-message-id'
  /** Octets that are no message, in the middle of the page. */
  | 'garbage'
  /** The connection is closed in the middle of the page. Who connects anew is not bound, and finds nothing. */
  | 'hang-up'
  /** A search result reference in the middle of the page. */
  | { reference: string }
  /** One more entry, at this DN, in the middle of the page: a copy of the page's first. */
  | { strayDn: string }
  /** The page breaks off in the middle with this result code: 3 time limit, 4 size limit, 11 administrative limit, 51 busy. */
  | { code: number };

export interface Misdeed {
  does: Deed;
  /** At this page of each search, from 1; a search that is not paged has one. */
  atPage: number;
  /** Only these searches; all where it is left out. */
  of?: (search: RecordedSearch) => boolean;
}

const NO_MESSAGE = Buffer.from([0x00, 0xff, 0x84, 0x7f, 0xff, 0xff, 0xff]);
const UNASKED = 1_000_000;

/** A cookie is the number of the page it leads to and of the first entry of it. */
const cookieTo = (page: number, first: number): string => `${page};${first}`;

const readCookie = (cookie: string): { page: number; first: number } => {
  const [page = 1, first = 0] = cookie === '' ? [] : cookie.split(';').map(Number);
  return { page, first };
};

export const record = ({ base, scope, filter, attributes, page, controls }: SearchRequest): RecordedSearch => ({
  kind: 'search',
  base,
  scope,
  filter: filter.toString(),
  attributes,
  pageSize: page?.size ?? null,
  page: readCookie(page?.cookie ?? '').page,
  controls,
});

export interface Answer {
  octets: Buffer[];
  cookie: string | null;
  hangsUp?: true;
}

/** @param number the page's */
export function answerPage(
  { messageId, page }: SearchRequest & { messageId: number },
  number: number,
  found: ResultEntry[],
  deed: Deed | null,
): Answer {
  const { first } = readCookie(page?.cookie ?? '');
  const after = page ? first + page.size : found.length;
  const entries = found.slice(first, after);
  const id = deed === 'wrong-message-id' ? UNASKED : messageId;
  const octets = entries.map((entry) => searchEntry(id, entry));
  const honest = page ? (after < found.length ? cookieTo(number + 1, after) : '') : null;
  const whole = (cookie: string | null): Answer => ({ octets: [...octets, searchDone(id, RESULT.success, cookie)], cookie });
  const half = octets.slice(0, Math.ceil(octets.length / 2));
  const withInTheMiddle = (more: Buffer): Answer => ({
    octets: [...half, more, ...octets.slice(half.length), searchDone(id, RESULT.success, honest)],
    cookie: honest,
  });

  switch (deed) {
    case null:
    case 'wrong-message-id':
      return whole(honest);
    case 'empty-page': {
      const cookie = cookieTo(number + 1, first);
      return { octets: [searchDone(id, RESULT.success, cookie)], cookie };
    }
    case 'lost-cookie':
      return whole('');
    case 'repeated-cookie':
      return whole(cookieTo(number, first));
    case 'no-control':
      return whole(null);
    case 'silence':
      return { octets: [], cookie: null };
    case 'garbage':
      return withInTheMiddle(NO_MESSAGE);
    case 'hang-up':
      return { octets: half, cookie: null, hangsUp: true };
    default:
      if ('reference' in deed) return withInTheMiddle(searchReference(id, deed.reference));
      if ('strayDn' in deed) return withInTheMiddle(searchEntry(id, { dn: deed.strayDn, attributes: entries[0]?.attributes ?? [] }));
      return { octets: [...half, searchDone(id, deed.code, null)], cookie: null };
  }
}
