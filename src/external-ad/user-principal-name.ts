import { hsaIdKey } from '../people/hsa-id';

/**
 * The UPN: `SE2120002502-1A2B@ext.example.se`.
 *
 * AD compares it without case, HSA may change an id's case from one day to the next, and a log-in name must not change:
 * the HSA-id stands in upper case here, as HSA itself writes it, however it was read. The attribute of its own keeps it
 * as read.
 *
 * @param suffix `externalAd.upnSuffix`, without `@`.
 */
export const userPrincipalName = (hsaId: string, suffix: string): string => `${hsaIdKey(hsaId).toUpperCase()}@${suffix}`;
