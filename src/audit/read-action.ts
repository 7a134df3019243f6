/**
 * What an audit row says somebody looked at, or tried to. Such rows are log follow-up's, not steps of the person's own
 * trail. Each has its sentence in the texts.
 */
export const READ_ACTIONS = [
  'people-listed',
  'person-read',
  'person-explained',
  'person-revealed',
  'case-read',
  'order-read',
  'agreement-read',
  'scan-read',
  'audit-searched',
  'audit-row-read',
  'review-read',
  'plan-read',
  'access-denied',
] as const;
export type ReadAction = (typeof READ_ACTIONS)[number];

export const isReadAction = (action: string): boolean => (READ_ACTIONS as readonly string[]).includes(action);
