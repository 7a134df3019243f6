import type { ColumnOptions } from 'typeorm';

/*
 * One entity set and one migration set serve SQLite and PostgreSQL, also both at once in one process (a copy from one
 * to the other): only types that mean the same in both. A moment is ISO 8601 text in UTC, fixed width, so that text
 * order is time order.
 */

/** Without further options a column is not null, and fit for a primary key. */
interface Required {
  name: string;
  type: 'varchar' | 'text' | 'simple-json' | 'integer' | 'boolean';
  length?: number;
}

export function instant(name: string): Required;
export function instant(name: string, options: ColumnOptions): ColumnOptions;
export function instant(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', length: 24, name, ...options };
}

export function word(name: string, length?: number): Required;
export function word(name: string, length: number, options: ColumnOptions): ColumnOptions;
export function word(name: string, length = 64, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'varchar', length, name, ...options };
}

export function whole(name: string): Required;
export function whole(name: string, options: ColumnOptions): ColumnOptions;
export function whole(name: string, options: ColumnOptions = {}): ColumnOptions {
  return { type: 'integer', name, ...options };
}

export const longText = (name: string, options: ColumnOptions = {}): ColumnOptions => ({ type: 'text', name, ...options });

export const json = (name: string, options: ColumnOptions = {}): ColumnOptions => ({ type: 'simple-json', name, ...options });

/** A default is written as a word, which both databases keep as it is: TypeORM would look for 0 where a migration wrote `false`. */
export function flag(name: string, options: ColumnOptions = {}): ColumnOptions {
  const initial: unknown = options.default;
  return { type: 'boolean', name, ...options, ...(typeof initial === 'boolean' ? { default: () => String(initial) } : {}) };
}

export const optional: ColumnOptions = { nullable: true };
