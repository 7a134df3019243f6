import type { LoginFault } from './login-refusal';

/** The codes of an error and of its cause. Nothing else is taken: the library's messages and causes quote the token. */
export function faultOf(error: unknown): LoginFault {
  const { code, error: word, cause } = (error ?? {}) as { code?: unknown; error?: unknown; cause?: { code?: unknown } };
  return { code: code ?? cause?.code, error: word };
}

/** What of a code may be logged or shown; null for anything that is no plain word. */
export const told = (value: unknown): string | null => (typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null);
