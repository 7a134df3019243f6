import { Injectable } from '@nestjs/common';
import { refusalTexts } from '../texts/refusals';
import type { Page, PageRequest, Position } from './paging';
import { Refusal } from './refusal';
import { SealedBox } from './sealed-box';

/**
 * Where a page of a list ended, as text for its reader: sealed, so that it names nobody in an address and cannot be made
 * by hand. It holds the last row's place and no more: rows that come and go between two pages move nothing, and what may
 * be seen is asked anew for each page.
 */
@Injectable()
export class Cursors {
  constructor(private readonly box: SealedBox) {}

  /**
   * The place after which the page begins; null: at the list's beginning.
   *
   * @param list which list it is, with its order: another one's cursor is refused
   * @throws Refusal 400 `bad-cursor`
   */
  read(list: string, after: string | undefined): Position | null {
    if (after === undefined) return null;
    const place = this.opened(after);
    if (place?.list !== list) throw new Refusal('bad-cursor', 400, refusalTexts['bad-cursor']);
    return place.position;
  }

  /**
   * @param rows one more than `limit` where there are more
   * @param positionOf what the list is sorted by
   */
  page<T>(list: string, rows: readonly T[], { limit }: PageRequest, positionOf: (row: T) => Position): Page<T> {
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next: last === undefined ? null : this.after(list, positionOf(last)) };
  }

  /** Of a list whose pages do not come from one query. */
  after(list: string, position: Position): string {
    return this.box.seal({ list, position });
  }

  private opened(after: string): { list: string; position: Position } | null {
    try {
      const place = this.box.open<{ list?: unknown; position?: unknown }>(after);
      return typeof place.list === 'string' && Array.isArray(place.position) ? (place as { list: string; position: Position }) : null;
    } catch {
      return null;
    }
  }
}
