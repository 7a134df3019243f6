/** Exit statuses of every command (contract). */
export const EXIT = { done: 0, failed: 1, usage: 2, haltedOrIncomplete: 3 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** What a command gives: one document for machines, lines for people. */
export interface Answer {
  json: unknown;
  lines: string[];
  status: ExitStatus;
}

/** Wrong words from the person at the terminal: told as it is, status 2. */
export class UsageError extends Error {}

/** Columns aligned for a terminal. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd(),
  );
}
