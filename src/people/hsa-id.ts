import { withoutBlanks } from './blanks';

/** `SE` + organisation number + `-` + serial, at most 31 characters (Inera, HSA-id). */
const HSA_ID = /^SE\d{10}-[A-Za-z0-9]{1,18}$/;

/** Ids of Inera's test environments. */
const TEST_HSA_ID = /^TSTNMT\d{10}-[A-Za-z0-9]{1,14}$/;

export const isHsaId = (text: string): boolean => HSA_ID.test(text);

export const isTestHsaId = (text: string): boolean => TEST_HSA_ID.test(text);

/** HSA-ids are kept as read and compared without case: this is what to compare and to index by. */
export const hsaIdKey = (hsaId: string): string => hsaId.toLowerCase();

/** For "does it exist at all": a person whose id was written with a stray blank is not gone. */
export const looseHsaIdKey = (text: string): string => hsaIdKey(withoutBlanks(text));

/** Prefixes compare without case. A test id has the prefix of the same organisation: `SE…-` stands for `TSTNMT…-` too. */
export const hasHsaIdPrefix = (hsaId: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => {
    const wanted = hsaIdKey(prefix);
    const written = hsaIdKey(hsaId);
    return written.startsWith(wanted) || (isTestHsaId(hsaId) && written.replace(/^tstnmt/, 'se').startsWith(wanted));
  });
