import type { DecisionContext } from './decide';
import type { AccessPolicy } from './facts';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import type { Instant } from '../platform/time';

/** What holds for the people of a municipality. */
export const accessPolicy = ({ agreements }: Configuration, { policy }: MunicipalityConfiguration): AccessPolicy => ({
  ...policy,
  agreementGraceDays: agreements.graceDays,
});

/** What decisions about a municipality's people depend on besides facts. */
export const decisionContext = (configuration: Configuration, municipality: MunicipalityConfiguration, now: Instant): DecisionContext => {
  const { externalAd, notifications, cosmicRoles } = configuration;
  const { kind, organisationalUnit, upnSuffix, retentionDays } = externalAd;
  return {
    municipality: { code: municipality.code, name: municipality.name },
    policy: accessPolicy(configuration, municipality),
    externalAd: { kind, organisationalUnit, upnSuffix, retentionDays },
    notifyOn: notifications.on,
    cosmicRoles: new Map(cosmicRoles.map(({ code, name, enter }) => [code, { code, name, enter }])),
    now,
  };
};
