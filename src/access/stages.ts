/** How far the chain from order to informed user is unbroken. `none`: nothing has begun. */
export const STAGES = [
  'none',
  'ordered',
  'registered',
  'account-ready',
  'agreement-received',
  'granted',
  'informed',
  'ending',
  'ended',
  'held',
] as const;
export type Stage = (typeof STAGES)[number];

/** Who can take a blocker out of the way. */
export type Owner = 'manager' | 'hsa-administrator' | 'user' | 'service-desk' | 'operations';

/** Each is a rule of `assess`; its sentence in Swedish is in texts. */
export type BlockerReason =
  | 'identity-changed'
  | 'absence-unproven'
  | 'entry-refused'
  | 'not-in-directory'
  | 'archived'
  | 'deleted'
  | 'test-data'
  | 'no-system-role'
  | 'system-role-near-miss'
  | 'not-started'
  | 'ended'
  | 'order-missing'
  | 'order-not-started'
  | 'order-ended'
  | 'account-missing'
  | 'account-not-applied'
  | 'account-refused'
  | 'account-not-disabled'
  | 'agreement-missing'
  | 'agreement-expired'
  | 'agreement-withdrawn'
  | 'agreement-replaced'
  | 'agreement-lapsed'
  | 'unit-unknown-to-cosmic'
  | 'test-login-missing'
  | 'certificate-missing'
  | 'not-granted'
  | 'not-informed'
  | 'removal-not-confirmed';

/** Ends that are known before they come: nobody has to do anything on the day, and they are no sign that a read went wrong. */
export const KNOWN_ENDS: ReadonlySet<BlockerReason> = new Set<BlockerReason>(['ended', 'order-ended', 'agreement-lapsed']);

/** Told to whoever asks, and in nobody's way: Servicecenter may grant all the same. */
export const INFORMS: ReadonlySet<BlockerReason> = new Set<BlockerReason>(['certificate-missing']);

export const OWNERS: Record<BlockerReason, Owner> = {
  'identity-changed': 'operations',
  'absence-unproven': 'hsa-administrator',
  'entry-refused': 'hsa-administrator',
  'not-in-directory': 'hsa-administrator',
  archived: 'hsa-administrator',
  deleted: 'hsa-administrator',
  'test-data': 'hsa-administrator',
  'no-system-role': 'hsa-administrator',
  'system-role-near-miss': 'hsa-administrator',
  'not-started': 'hsa-administrator',
  ended: 'hsa-administrator',
  'order-missing': 'manager',
  'order-not-started': 'manager',
  'order-ended': 'manager',
  'account-missing': 'operations',
  'account-not-applied': 'operations',
  'account-refused': 'operations',
  'account-not-disabled': 'operations',
  'agreement-missing': 'user',
  'agreement-expired': 'user',
  'agreement-withdrawn': 'user',
  'agreement-replaced': 'user',
  'agreement-lapsed': 'user',
  'unit-unknown-to-cosmic': 'hsa-administrator',
  'test-login-missing': 'service-desk',
  'certificate-missing': 'user',
  'not-granted': 'service-desk',
  'not-informed': 'service-desk',
  'removal-not-confirmed': 'service-desk',
};
