import { maskPersonalNumbers } from '../people/personal-number-in-text';
import { Refusal, type RefusalStatus } from '../platform/refusal';
import { deskRefusalTexts } from '../texts/desk-refusals';

/** @param status 409 as things are, 422 what cannot be meant, 404 what is not there for them */
export const deskRefusal = (code: keyof typeof deskRefusalTexts, status: RefusalStatus = 409): Refusal =>
  new Refusal(code, status, deskRefusalTexts[code]);

const LONGEST_TEXT = 2000;
const LONGEST_NAME = 128;

/** A reason or a note as it is kept: a personnummer in it is not. @throws Refusal for an empty one, or one that is too long */
export function textGiven(text: string | null | undefined): string {
  const given = text?.trim() ?? '';
  if (given === '') throw deskRefusal('reason-needed', 422);
  if (given.length > LONGEST_TEXT) throw deskRefusal('reason-too-long', 422);
  return maskPersonalNumbers(given);
}

/** Whoever does something, as it is kept in rows. @throws Refusal for a name that is empty or does not fit */
export function nameGiven(name: string): string {
  const given = name.trim();
  if (given === '' || given.length > LONGEST_NAME) throw deskRefusal('holder-malformed', 422);
  return given;
}
