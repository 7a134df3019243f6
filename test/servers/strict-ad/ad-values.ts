import type { Entry } from './ad-entry';
import {
  attributeError,
  badAccountName,
  badSyntax,
  CODE,
  illegalModification,
  notOfTheClass,
  ownedBySam,
  undefinedInSchema,
} from './ad-error';
import { ATTRIBUTES, type AttributeSchema, CLASSES } from './ad-schema';

/* What AD asks of one attribute's values, whoever writes them. */

/** @throws AdError for an attribute that is not in the schema, not this class's, or that nobody writes */
export function writable(name: string, objectClass: string): AttributeSchema {
  const schema = ATTRIBUTES.get(name.toLowerCase());
  if (!schema) throw undefinedInSchema();
  if (schema.ownedBy === 'sam') throw ownedBySam();
  if (schema.ownedBy === 'system') throw attributeError(CODE.constraintViolation, '000020B1', schema);
  if (!CLASSES.get(objectClass)?.attributes.has(name.toLowerCase())) throw notOfTheClass();
  return schema;
}

const INTEGER = /^-?\d{1,19}$/;

/** @throws AdError */
export function checkValues(schema: AttributeSchema, values: readonly Buffer[]): void {
  if (schema.isSingle && values.length > 1) throw attributeError(CODE.constraintViolation, '00002081', schema);
  for (const value of values) {
    if (value.length === 0) throw badSyntax();
    const text = value.toString('utf8');
    if (schema.syntax === 'integer' && !INTEGER.test(text)) throw badSyntax();
    if (schema.syntax === 'text' && !Buffer.from(text).equals(value)) throw badSyntax();
    if (schema.syntax === 'text') checkLength(schema, text);
  }
}

/** AD counts UTF-16 units, and tells of octets. */
export function checkLength(schema: Pick<AttributeSchema, 'id' | 'name' | 'longest'>, text: string): void {
  if (schema.longest === null || text.length <= schema.longest) return;
  throw attributeError(CODE.constraintViolation, '00002082', schema, 2 * text.length);
}

/** Of users; groups have the schema's 256. */
const LONGEST_ACCOUNT_NAME = 20;
const NOT_IN_ACCOUNT_NAMES = /["/\\[\]:;|=,+*?<>\u0000-\u001f]/;

/** @throws AdError */
export function checkAccountName(name: string, objectClass: string): void {
  const isTooLong = objectClass === 'user' && name.length > LONGEST_ACCOUNT_NAME;
  if (isTooLong || NOT_IN_ACCOUNT_NAMES.test(name) || name.endsWith('.')) throw badAccountName();
}

const NORMAL_ACCOUNT = 0x200;
const DISABLED = 0x2;
const NO_PASSWORD_NEEDED = 0x20;

export const isEnabled = (control: number): boolean => (control & DISABLED) === 0;

/** An account without a password cannot be enabled, unless it is said to need none. */
export const lacksPassword = (control: number, entry: Entry): boolean =>
  isEnabled(control) && (control & NO_PASSWORD_NEEDED) === 0 && (entry.attributes.get('unicodepwd')?.values.length ?? 0) === 0;

/** @throws AdError where it is no user's */
export function checkAccountControl(control: number): void {
  if ((control & NORMAL_ACCOUNT) === 0) throw illegalModification();
}
