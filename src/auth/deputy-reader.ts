import type { LocalDate } from '../platform/time';
import type { Principal } from './principal';
import { type Reach, covers, reachOf } from './reach';
import type { Condition } from './within-reach';

/** Who looks at deputies: what they are party to themselves, and the municipalities that they follow up or run. */
export interface DeputyReader {
  /** HSA-id key; null: nobody's own. */
  person: string | null;
  /** Without what comes of being a manager: a manager sees their own, not the neighbour's. */
  reach: Reach;
}

export const deputyReader = (principal: Principal, today: LocalDate, configured: readonly string[]): DeputyReader =>
  principal.kind === 'machine'
    ? { person: null, reach: reachOf(principal, 'deputies:read', today, configured) }
    : {
        person: principal.hsaIdKey,
        reach: reachOf(
          { ...principal, roles: principal.roles.filter(({ role }) => role !== 'manager') },
          'deputies:read',
          today,
          configured,
        ),
      };

/**
 * | the reader                                          | sees                                                          |
 * |-----------------------------------------------------|---------------------------------------------------------------|
 * | is the manager or the deputy                        | it                                                            |
 * | reaches every municipality                          | all                                                           |
 * | reaches a municipality wholly                       | those of managers who have a role there                       |
 * | anything else                                       | -                                                             |
 */
export function deputiesSeenBy({ person, reach }: DeputyReader, configured: readonly string[]): Condition {
  if (configured.every((code) => covers(reach, code, []))) return { sql: '1 = 1', parameters: {} };
  const whole = reach.filter(({ unit }) => unit === null).map(({ municipality }) => municipality);
  const ofMunicipality = `EXISTS (SELECT 1 FROM role_assignment given WHERE given.hsa_id_key = deputy.manager_key
    AND given.role = 'manager' AND given.removed_at IS NULL AND given.municipality IN (:...whole))`;
  const conditions = [
    ...(person === null ? [] : ['deputy.manager_key = :person', 'deputy.deputy_key = :person']),
    ...(whole.length === 0 ? [] : [ofMunicipality]),
  ];
  return { sql: conditions.length === 0 ? '1 = 0' : `(${conditions.join(' OR ')})`, parameters: { person, whole } };
}
