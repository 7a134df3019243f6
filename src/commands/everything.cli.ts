import type { Actor } from '../audit/actor';
import type { Reader } from '../audit/audit-reads.service';
import type { Reach } from '../auth/reach';
import type { Configuration } from '../platform/config/schema';
import { followUpTexts as texts } from '../texts/sv/follow-up';
import { UsageError } from './output.cli';

/** Who may run commands on the service's machine reaches everything; the audit trail says that they did. */
export const everything = ({ municipalities }: Pick<Configuration, 'municipalities'>): Reach =>
  municipalities.map(({ code }) => ({ municipality: code, unit: null }));

export const reader = (actor: Actor): Reader => ({ actor, traceId: null });

/** The one that is named, if any, of an option that other commands take several times. @throws UsageError */
export function oneOf(given: readonly string[] | undefined, name = 'municipality'): string | undefined {
  if ((given?.length ?? 0) > 1) throw new UsageError(texts.onlyOne(name));
  return given?.[0];
}

/** @throws UsageError for what is no whole number from 1 */
export function wholeNumber(name: string, text: string | undefined, initial: number, most: number): number {
  const number = text === undefined ? initial : /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new UsageError(texts.wholeNumber(name, most));
  return number;
}
