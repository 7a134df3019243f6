import { z } from 'zod';
import { KEY_PERMISSIONS } from '../../auth/api-key';
import { PERMISSIONS, type Permission } from '../../auth/permission';
import { ROLES } from '../../auth/role';
import { holdsPersonalNumber, maskPersonalNumbers } from '../../people/personal-number-in-text';
import { fieldTexts } from '../../texts/problems';
import { page, paging } from '../page';

const id = z.string().min(1).max(64);
const instant = z.string().describe('ISO 8601, UTC.');
const day = z.iso.date().describe('A whole day in Sweden, `2026-11-21`.');
const municipality = z.string().max(20).nullable().describe('Code; null: every municipality.');
const unit = z.string().max(64).nullable().describe('HSA-id of a unit; null: the whole municipality.');
const hsaId = z.string().min(1).max(31);
const role = z.enum(ROLES);
const permission = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]);
const reason = z.string().trim().min(1).max(500).transform(maskPersonalNumbers);
const past = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => text === 'true')
  .describe('`true`: what is over, too.');
const version = z.int().min(1);

export const byId = z.strictObject({ id });
/** Leads to nothing. */
export const SAMPLE_ID = { id: '0199a1b2-0000-4000-8000-0000000000aa' };
export const why = z.strictObject({ reason: reason.describe('Why; kept in the audit trail.') });
export const SAMPLE_WHY = { reason: 'Har slutat' };
export type Why = z.output<typeof why>;
export type ById = z.output<typeof byId>;

const place = { municipality, unit };
const period = { from: day.nullable(), to: day.nullable() };

export const meView = z.strictObject({
  hsaId: z.string(),
  name: z.string(),
  acr: z.string().nullable().describe('Level of assurance of the login.'),
  loggedInAt: instant,
  roles: z.array(z.strictObject({ role, ...place, ...period, deputyFor: z.string().nullable().describe('HSA-id of the manager.') })),
  permissions: z.array(z.strictObject({ permission, reach: z.array(z.strictObject({ municipality: z.string(), unit })) })),
});
export type MeView = z.output<typeof meView>;

export const roleQuery = z.strictObject({
  ...paging,
  hsaId: hsaId.optional(),
  role: role.optional(),
  municipality: z.string().max(20).optional(),
  past,
});
export type RoleQuery = z.output<typeof roleQuery>;

export const newRole = z.strictObject({
  hsaId,
  role,
  municipality,
  unit: unit.default(null),
  from: day.nullable().default(null).describe('Null: today.'),
  to: day.nullable().default(null).describe('Last day; null: until further notice.'),
  reason,
});
export type NewRole = z.output<typeof newRole>;

export const roleView = z.strictObject({
  id,
  hsaId: z.string(),
  role,
  ...place,
  from: day,
  to: day.nullable(),
  grantedAt: instant,
  grantedBy: z.string(),
  reason: z.string().nullable(),
  removedAt: instant.nullable(),
  removedBy: z.string().nullable(),
  removalReason: z.string().nullable(),
  version,
});
export const rolePage = page(roleView);

export const deputyQuery = z.strictObject({ ...paging, past });
export type DeputyQuery = z.output<typeof deputyQuery>;

export const newDeputy = z.strictObject({
  deputyHsaId: hsaId,
  municipality: municipality.default(null).describe('Of the unit; null: all that the manager has.'),
  unit: unit.default(null).describe('HSA-id of one unit; null: all that the manager has.'),
  from: day.nullable().default(null).describe('Null: today.'),
  to: day.describe('Last day.'),
  reason,
});
export type NewDeputy = z.output<typeof newDeputy>;

export const deputyView = z.strictObject({
  id,
  managerHsaId: z.string(),
  deputyHsaId: z.string(),
  ...place,
  from: day,
  to: day,
  appointedAt: instant,
  appointedBy: z.string(),
  reason: z.string().nullable(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  version,
});
export const deputyPage = page(deputyView);

export const keyQuery = z.strictObject({ ...paging, past });
export type KeyQuery = z.output<typeof keyQuery>;

const keyName = z
  .string()
  .regex(/^\P{C}{1,80}$/u)
  .trim()
  .min(1)
  .refine((text) => !holdsPersonalNumber(text), { params: fieldTexts.other });

export const newKey = z.strictObject({
  name: keyName.describe('What the program is called; it stands in the audit trail.'),
  permissions: z
    .array(z.enum(KEY_PERMISSIONS as [Permission, ...Permission[]]))
    .min(1)
    .max(100),
  municipalities: z.array(z.string().max(20)).min(1).max(500).nullable().describe('Codes; null: every municipality.'),
  to: day.describe('Last day, within a year.'),
  reason,
});
export type NewKeyBody = z.output<typeof newKey>;

export const keyView = z.strictObject({
  id,
  name: z.string(),
  permissions: z.array(permission),
  municipalities: z.array(z.string()).nullable(),
  to: day,
  createdAt: instant,
  createdBy: z.string(),
  reason: z.string().nullable(),
  lastUsedOn: day.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
  revocationReason: z.string().nullable(),
  version,
});
export const createdKeyView = z.strictObject({ ...keyView.shape, key: z.string().describe('The key itself: shown here and never again.') });
export const keyPage = page(keyView);
