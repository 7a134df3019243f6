/** What Servicecenter is told of: one open case per person and event. */
export const CASE_EVENTS = ['new', 'changed', 'ended', 'reinstated'] as const;
export type CaseEvent = (typeof CASE_EVENTS)[number];

/**
 * A case that a later event makes pointless is superseded, so that nobody works on it.
 *
 * | event that comes | open cases that end |
 * |------------------|---------------------|
 * | new              | -                   |
 * | changed          | -                   |
 * | ended            | new, changed, reinstated |
 * | reinstated       | ended               |
 */
export const SUPERSEDES: Record<CaseEvent, readonly CaseEvent[]> = {
  new: [],
  changed: [],
  ended: ['new', 'changed', 'reinstated'],
  reinstated: ['ended'],
};

/** `2026-00123`: the year in Sweden and a running number, five digits or more. */
export const caseNumber = (year: number, sequence: number): string => `${year}-${String(sequence).padStart(5, '0')}`;

export const isCaseNumber = (text: string): boolean => /^\d{4}-\d{5,}$/.test(text);
