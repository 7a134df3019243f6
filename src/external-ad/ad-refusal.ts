import { adRefusalTexts } from '../texts/sv/ad-refusals';
import type { AdRefusalKind } from './active-directory';
import { readDiagnostic } from './ad-diagnostic';
import { AD_REFUSAL_RULES, type AdRefusalCode, type AdRefusalRule, type Attempt } from './ad-refusal-rules';
import { LIMITS } from './limits';

export type { AdRefusalCode, Attempt } from './ad-refusal-rules';

export interface DecodedRefusal {
  kind: AdRefusalKind;
  /** A word; `adRefusalTexts` has a sentence for each. */
  code: AdRefusalCode;
  /** AD's own, eight upper-case hexadecimal digits. */
  subCode?: string;
  /** AD name of the attribute that was refused, where it is known. */
  attribute?: string;
}

/** What is refused is a value: where the request wrote one attribute alone, it was that one. */
const OF_A_VALUE: ReadonlySet<AdRefusalCode> = new Set([
  ...(['value-too-long', 'value-exists', 'value-missing', 'bad-value', 'constraint', 'schema', 'not-writable', 'unwilling'] as const),
]);

/**
 * What a result code and a diagnostic message of AD, or of Samba, mean.
 *
 * @param resultCode LDAP's, RFC 4511; not 0
 * @param diagnosticMessage as it came; it may quote values, so nothing of it is given on but AD's own code and the name
 * of an attribute
 */
export function decodeRefusal(resultCode: number, diagnosticMessage: string, attempt: Attempt = {}): DecodedRefusal {
  const { subCode, attribute: named, isNotInSchema } = readDiagnostic(diagnosticMessage, resultCode);
  const writes = attempt.writes ?? [];
  const only = writes.length === 1 ? writes[0] : undefined;
  const facts = { resultCode, subCode, attribute: named ?? only, operation: attempt.operation, writes, isNotInSchema };
  const rule = (AD_REFUSAL_RULES as readonly (AdRefusalRule & { code: AdRefusalCode })[]).find((one) => fits(one, facts));
  if (!rule) throw new Error('The last row fits everything');
  const attribute = rule.means ?? named ?? (OF_A_VALUE.has(rule.code) ? only : undefined);
  return {
    kind: rule.kind,
    code: rule.code,
    ...(subCode === null ? {} : { subCode }),
    ...(attribute === undefined ? {} : { attribute }),
  };
}

interface Facts {
  resultCode: number;
  subCode: string | null;
  attribute: string | undefined;
  operation: Attempt['operation'] | undefined;
  writes: readonly string[];
  isNotInSchema: boolean;
}

const fits = (rule: AdRefusalRule, { resultCode, subCode, attribute, operation, writes, isNotInSchema }: Facts): boolean =>
  (rule.result?.includes(resultCode) ?? true) &&
  (rule.subCode?.includes(subCode ?? '') ?? true) &&
  (rule.attribute === undefined || rule.attribute === attribute) &&
  (rule.isNotInSchema === undefined || isNotInSchema) &&
  (rule.operation === undefined || rule.operation === operation) &&
  (rule.writes === undefined || writes.includes(rule.writes)) &&
  (rule.without === undefined || !writes.includes(rule.without));

/** Of AD, or of the way to it: an `AdRefusal`, or what the queue keeps of one. */
export interface RefusalToTell {
  code: string;
  subCode?: string | undefined;
  attribute?: string | undefined;
}

/** Why, and who can mend it, in one or two sentences; it names the attribute and the rule where they are known. */
export function adRefusalSentence({ code, subCode, attribute }: RefusalToTell): string {
  const limit = attribute !== undefined && code === 'value-too-long' ? (LIMITS as Record<string, number>)[attribute] : undefined;
  return adRefusalTexts.sentence(code, { subCode, attribute, limit });
}
