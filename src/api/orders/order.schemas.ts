import { z } from 'zod';
import { OWNERS } from '../../access/stages';
import { ORDER_STATES } from '../../orders/order';
import { page, paging, several } from '../page';

const instant = z.string().describe('ISO 8601, UTC.');
const day = z.iso.date().describe('A whole day in Sweden, `2026-11-21`.');
const code = z.string().min(1).max(20);
const hsaId = z.string().min(1).max(31);
const number = z.string().regex(/^B\d{4}-\d{5,9}$/);
const role = z.string().min(1).max(30);
// Its length and content are told by the rules of an order, in words.
const reason = z.string().max(5000);
const state = z.enum(ORDER_STATES);
const confirmed = z
  .array(z.string().max(64))
  .max(10)
  .optional()
  .describe('Codes of refusals that were questions (`role-title-unsuited`, `unit-differs`, `person-protected`): the answer is yes.');
const unit = z.strictObject({ hsaId: z.string().nullable(), name: z.string(), path: z.array(z.string()) }).nullable();
const owners = [...new Set(Object.values(OWNERS))] as [string, ...string[]];

export const orderParams = z.strictObject({ number });
export type OrderParams = z.output<typeof orderParams>;

export const orderQuery = z.strictObject({
  ...paging,
  municipality: code.optional(),
  state: several(state).optional(),
  hsaId: hsaId.optional(),
  unit: hsaId.optional().describe('HSA-id: ordered for this unit or one below it.'),
  endsBy: day.optional().describe('The last day is this one or an earlier one.'),
});
export type OrderQuery = z.output<typeof orderQuery>;

export const newOrder = z.strictObject({
  municipality: code,
  hsaId: hsaId.describe('Of whom it is for: found with `people/look-up`, and looked up again when the order is placed.'),
  unit: hsaId.nullable().default(null).describe('HSA-id; null: the unit that the person belongs to in the directory.'),
  cosmicRole: role.describe('Code, see `cosmic-roles`.'),
  from: day.nullable().default(null).describe('Null: today.'),
  to: day.nullable().default(null).describe('Last day; null: until it is ended.'),
  reason: reason.describe('Why the person needs access; no personal identity number.'),
  onBehalfOf: hsaId.nullable().default(null).describe('HSA-id of the manager, where somebody else orders.'),
  confirmed,
});
export type NewOrderBody = z.output<typeof newOrder>;

export const changedOrder = z.strictObject({
  unit: hsaId.optional(),
  cosmicRole: role.optional(),
  from: day.optional(),
  to: day.nullable().optional().describe('Null: until it is ended.'),
  confirmed,
});
export type ChangedOrderBody = z.output<typeof changedOrder>;

export const endedOrder = z.strictObject({
  day: day.nullable().describe('The last day; null: at once.'),
  reason,
});
export type EndedOrderBody = z.output<typeof endedOrder>;

export const withdrawnOrder = z.strictObject({ reason });
export type WithdrawnOrderBody = z.output<typeof withdrawnOrder>;

export const orderView = z.strictObject({
  number,
  municipality: z.string(),
  hsaId: z.string(),
  name: z.string().nullable().describe('Null for somebody protected.'),
  isProtected: z.boolean(),
  unit,
  cosmicRole: z.strictObject({ code: z.string(), name: z.string() }),
  from: day,
  to: day.nullable(),
  reason: z.string().nullable(),
  state,
  orderedBy: z.string(),
  onBehalfOf: z.string().nullable(),
  placedAt: instant,
  changedAt: instant,
  fulfilledAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  waitsFor: z
    .strictObject({
      reason: z.string(),
      text: z.string(),
      owner: z.enum(owners),
      ownerText: z.string(),
      since: instant,
      isOld: z.boolean().describe('Nobody has moved it for `orders.agesAfterDays`.'),
    })
    .nullable()
    .describe('What is in its way first, and who has the ball.'),
  traceId: z.string().describe('Follows the order through the audit trail.'),
  version: z.int().min(1),
});
export const orderPage = page(orderView);

export const importQuery = z.strictObject({
  municipality: code,
  mode: z
    .enum(['preview', 'all-or-nothing', 'only-good'])
    .describe('`preview` saves nothing; `all-or-nothing` places all rows where none is wrong; `only-good` places those that are right.'),
});
export type ImportQuery = z.output<typeof importQuery>;

const outcome = z.enum(['good', 'already', 'refused', 'placed']);
const count = z.int().min(0);

export const importView = z.strictObject({
  outcome: z.literal('read'),
  isPlaced: z.boolean(),
  rows: z.array(
    z.strictObject({
      line: z.int().min(1).describe('Of the file; the header is 1.'),
      outcome,
      hsaId: z.string().nullable(),
      number: z.string().nullable(),
      problems: z.array(
        z.strictObject({
          column: z.string().nullable().describe('As the header names it.'),
          code: z.string(),
          text: z.string().describe('Swedish.'),
        }),
      ),
    }),
  ),
  counts: z.strictObject({ good: count, already: count, refused: count, placed: count }),
});

export const personWanted = z.strictObject({
  municipality: code,
  name: z.string().max(200).optional(),
  hsaId: z.string().max(64).optional(),
  personalNumber: z.string().max(20).optional().describe('Goes to the directory, and is kept nowhere.'),
});
export type PersonWantedBody = z.output<typeof personWanted>;

export const peopleFound = z.strictObject({
  items: z.array(
    z.strictObject({
      hsaId: z.string(),
      isProtected: z.boolean(),
      name: z.string().nullable(),
      titles: z.array(z.string()),
      unit,
      isWithinReach: z.boolean().describe('Whether you may order for the unit that the person belongs to.'),
    }),
  ),
  hasMore: z.boolean().describe('More were found than are shown: say more of the name.'),
});

export const cosmicRoles = z.strictObject({
  items: z.array(z.strictObject({ code: z.string(), name: z.string(), titles: z.array(z.string()) })),
});
