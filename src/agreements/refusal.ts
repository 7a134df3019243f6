import { Refusal } from '../platform/refusal';
import { type AgreementRefusal, agreementRefusals } from '../texts/agreement-refusals';

/** An expected refusal, in both languages. */
export function refusal(code: AgreementRefusal): Refusal {
  const { status, en, sv } = agreementRefusals[code];
  return new Refusal(code, status, { en, sv });
}

/** Codes with their statuses, for the API's document. */
export const agreementRefusalStatuses = (...codes: AgreementRefusal[]): Record<string, number> =>
  Object.fromEntries(codes.map((code) => [code, agreementRefusals[code].status]));
