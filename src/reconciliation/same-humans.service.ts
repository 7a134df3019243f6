import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Finding } from '../findings/finding';
import { PersonEntity } from '../people/person.entity';
import { findingText } from '../texts/sv/findings';

export const SAME_HUMAN = 'same-human';

/**
 * One human with several HSA-ids is several people here: it is told, never merged. A municipality learns that there is
 * another id elsewhere, not which, nor where.
 */
@Injectable()
export class SameHumans {
  /** Findings by municipality, for all municipalities: one municipality's read can concern another's people. */
  async find(manager: EntityManager): Promise<Map<string, Finding[]>> {
    const rows = await manager
      .createQueryBuilder(PersonEntity, 'p')
      .select(['p.municipality', 'p.hsaIdKey', 'p.hsaId', 'p.personalNumberHash'])
      .where((query) => {
        const several = query
          .subQuery()
          .select('q.personal_number_hash')
          .from(PersonEntity, 'q')
          .where("q.state = 'present' AND q.hasSystemRole = :yes AND q.personal_number_hash IS NOT NULL", { yes: true })
          .groupBy('q.personal_number_hash')
          .having('COUNT(*) > 1')
          .getQuery();
        return `p.state = 'present' AND p.hasSystemRole = :yes AND p.personal_number_hash IN ${several}`;
      })
      .orderBy('p.hsaIdKey')
      .getMany();
    const byHuman = Map.groupBy(rows, ({ personalNumberHash }) => personalNumberHash);
    const findings = new Map<string, Finding[]>();
    for (const row of rows) {
      const others = (byHuman.get(row.personalNumberHash) ?? []).filter((other) => other !== row);
      const here = others.filter(({ municipality }) => municipality === row.municipality).map(({ hsaId }) => hsaId);
      const detail = here.length > 0 ? findingText.sameHumanHere(here) : findingText.sameHumanElsewhere;
      findings.set(row.municipality, [...(findings.get(row.municipality) ?? []), { kind: SAME_HUMAN, hsaId: row.hsaId, dn: null, detail }]);
    }
    return findings;
  }
}
