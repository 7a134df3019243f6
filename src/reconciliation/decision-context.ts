import type { DecisionContext } from '../access/decide';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import type { Instant } from '../platform/time';

/** What decisions about a municipality's people depend on besides facts. */
export const decisionContext = (
  { externalAd: { kind, organisationalUnit, upnSuffix, retentionDays }, notifications }: Configuration,
  { code, name, policy }: MunicipalityConfiguration,
  now: Instant,
): DecisionContext => ({
  municipality: { code, name },
  policy,
  externalAd: { kind, organisationalUnit, upnSuffix, retentionDays },
  notifyOn: notifications.on,
  now,
});
