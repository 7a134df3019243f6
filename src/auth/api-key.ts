import type { LocalDate } from '../platform/time';
import { PERMISSIONS, type Permission } from './permission';

/** `tt_<id>_<secret>`: 20 hexadecimal digits that name the key, and 256 bits in base64url. */
const API_KEY = /^tt_([0-9a-f]{20})_([A-Za-z0-9_-]{43})$/;

export interface PresentedKey {
  id: string;
  secret: string;
}

export const writeApiKey = ({ id, secret }: PresentedKey): string => `tt_${id}_${secret}`;

/** Null for anything that no key of ours can be. */
export function parseApiKey(text: string): PresentedKey | null {
  const [, id, secret] = API_KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** The token of an `Authorization: Bearer` header (RFC 6750, 2.1; the scheme in any case); null for another scheme or form. */
export const bearerToken = (header: string): string | null => /^Bearer +(\S+)$/i.exec(header)?.[1] ?? null;

export interface KeyStanding {
  to: LocalDate;
  isRevoked: boolean;
}

/**
 * | revoked | day        | holds |
 * |---------|------------|-------|
 * | yes     |            | no    |
 * | no      | after `to` | no    |
 * | no      | else       | yes   |
 */
export const keyHolds = ({ to, isRevoked }: KeyStanding, day: LocalDate): boolean => !isRevoked && day <= to;

/** What only people do: about themselves, as somebody who was given a role, and the making of keys, which would outlive its maker's. */
const FOR_PEOPLE: readonly Permission[] = ['self', 'deputies:write', 'roles:write', 'api-keys:write'];

/** What a key may be used for, if it is given it. */
export const KEY_PERMISSIONS = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => !FOR_PEOPLE.includes(permission));
