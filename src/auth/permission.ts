import type { Role } from './role';

/**
 * Each thing that may be asked of the service, and the roles that may ask it. What is not listed is denied: a route that
 * names none of these does not start.
 *
 * `self`: everybody who is logged in, about nobody but themselves.
 */
export const PERMISSIONS = {
  self: [],
  'people:look-up': ['manager', 'helpdesk'],
  'people:read': ['manager', 'helpdesk', 'hsa-administrator', 'service-desk', 'auditor', 'operator'],
  'people:explain': ['manager', 'helpdesk', 'hsa-administrator', 'service-desk', 'auditor', 'operator'],
  'people:reveal': ['service-desk'],
  'orders:read': ['manager', 'helpdesk', 'hsa-administrator', 'service-desk', 'auditor'],
  'orders:write': ['manager', 'helpdesk'],
  'deputies:read': ['manager', 'auditor', 'operator'],
  'deputies:write': ['manager'],
  'agreements:read': ['manager', 'helpdesk', 'service-desk', 'auditor'],
  'agreements:print': ['manager', 'helpdesk', 'service-desk'],
  'agreements:register': ['service-desk'],
  'agreements:view-scan': ['service-desk', 'auditor'],
  'agreement-templates:read': ['manager', 'helpdesk', 'service-desk', 'auditor', 'operator'],
  'agreement-templates:write': ['operator'],
  'cases:read': ['service-desk', 'auditor'],
  'cases:work': ['service-desk'],
  'mails:read': ['service-desk', 'auditor', 'operator'],
  'mails:send-again': ['service-desk', 'operator'],
  'cosmic-units:read': ['hsa-administrator', 'service-desk', 'auditor', 'operator'],
  'cosmic-units:write': ['service-desk', 'operator'],
  'test-logins:read': ['hsa-administrator', 'service-desk', 'auditor', 'operator'],
  'test-logins:write': ['service-desk', 'operator'],
  'findings:read': ['helpdesk', 'hsa-administrator', 'service-desk', 'auditor', 'operator'],
  'runs:read': ['hsa-administrator', 'service-desk', 'auditor', 'operator'],
  'runs:start': ['hsa-administrator', 'operator'],
  'runs:release': ['operator'],
  'holds:accept': ['operator'],
  'audit:read': ['auditor'],
  'audit:review': ['auditor'],
  'roles:read': ['auditor', 'operator'],
  'roles:write': ['operator'],
  'api-keys:read': ['auditor', 'operator'],
  'api-keys:write': ['operator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);

export const permits = (role: Role, permission: Permission): boolean => (PERMISSIONS[permission] as readonly Role[]).includes(role);
