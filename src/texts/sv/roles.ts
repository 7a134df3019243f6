import type { Role } from '../../auth/role';

/** What each role is called where people read it. */
export const roleTexts: Record<Role, string> = {
  manager: 'chef',
  helpdesk: 'kommunens helpdesk',
  'hsa-administrator': 'HSA-administratör',
  'service-desk': 'Servicecenter',
  auditor: 'granskare',
  operator: 'drift',
};

/** A role with its place, as people read it: `chef berg`. */
export const roleText = ({ role, municipality, unit }: { role: Role; municipality: string | null; unit: string | null }): string =>
  [roleTexts[role], municipality ?? 'alla kommuner', ...(unit === null ? [] : [`enhet ${unit}`])].join(' ');
