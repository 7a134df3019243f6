import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { PageRequest, Position } from '../paging';

/**
 * The rows of a page, and one more where there are more: sorted by these columns, beginning after a position. An index
 * over the columns makes every page as quick as the first.
 *
 * @param columns of the builder, never null, `['run.startedAt', 'run.id']`; the last tells rows apart
 * @param position where the page before ended, see `Cursors`; null: from the beginning
 */
export function onePage<E extends ObjectLiteral>(
  query: SelectQueryBuilder<E>,
  columns: readonly string[],
  direction: 'ASC' | 'DESC',
  position: Position | null,
  { limit }: PageRequest,
): SelectQueryBuilder<E> {
  if (position !== null) {
    const places = columns.map((_column, index) => `:place${index}`);
    const values = Object.fromEntries(columns.map((_column, index) => [`place${index}`, position[index]]));
    query.andWhere(`(${columns.join(', ')}) ${direction === 'ASC' ? '>' : '<'} (${places.join(', ')})`, values);
  }
  for (const column of columns) query.addOrderBy(column, direction);
  return query.limit(limit + 1);
}
