/**
 * What somebody is in this service, apart from being its user: everybody who is logged in may see what concerns
 * themselves and sign their own agreement.
 *
 * | role              | Swedish            | does                                                                |
 * |-------------------|--------------------|---------------------------------------------------------------------|
 * | manager           | chef               | orders, changes and ends access for the staff of units              |
 * | helpdesk          | kommunens helpdesk | the same on behalf of a manager who is named                        |
 * | hsa-administrator | HSA-administratör  | sees what to enter or mend in the municipality's catalogue          |
 * | service-desk      | Servicecenter      | registers agreements, grants and removes in Cosmic                  |
 * | auditor           | granskare          | follows up: reads everything, the audit trail too, changes nothing  |
 * | operator          | drift              | runs the service: roles, keys, runs, halted plans                   |
 */
export const ROLES = ['manager', 'helpdesk', 'hsa-administrator', 'service-desk', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
