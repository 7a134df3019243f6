import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { PersonChanges } from '../access/person-changes.service';
import type { SettleOrigin } from '../access/settle.service';
import type { FactChange } from '../audit/person-action';
import { PeopleRepository } from '../people/people.repository';
import { PersonEntity } from '../people/person.entity';
import { inChunks, rowsOf } from '../platform/database/bulk';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import type { Instant } from '../platform/time';

/** People settled in one transaction. */
const CHUNK = 250;

/** Facts about a whole municipality, what Cosmic knows of it, change what holds for many of its people at once. */
@Injectable()
export class Resettle {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly changes: PersonChanges,
    private readonly people: PeopleRepository,
  ) {}

  /** People whom a municipality-wide fact concerns: present, and with the role. @param unitKeys under these units alone; null: all */
  async concerned(manager: EntityManager, municipality: string, unitKeys: ReadonlySet<string> | null): Promise<string[]> {
    const rows = await manager
      .createQueryBuilder(PersonEntity, 'p')
      .select('p.hsa_id_key', 'key')
      .where('p.municipality = :municipality', { municipality })
      .andWhere({ state: 'present', hasSystemRole: true })
      .orderBy('p.hsa_id_key')
      .getRawMany<{ key: string }>();
    const keys = rows.map(({ key }) => key);
    if (unitKeys === null) return keys;
    return inChunks(keys, async (chunk) => {
      const people = await this.people.load(manager, municipality, chunk);
      const under = people.filter((row) => {
        const hsaId = this.people.readingOf(row).person?.unit?.hsaId ?? null;
        return hsaId !== null && unitKeys.has(hsaId.toLowerCase());
      });
      return under.map(({ hsaIdKey }) => hsaIdKey);
    });
  }

  /**
   * To be called in the transaction that writes the fact: whoever is not settled after it, because the process died, is by
   * the next run.
   */
  async announce(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[], now: Instant): Promise<void> {
    await rowsOf(manager, PersonEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate: true, select: ['hsaIdKey'] });
    await inChunks(hsaIdKeys, async (chunk) => {
      await manager.update(PersonEntity, { municipality, hsaIdKey: In(chunk) }, { nextClockChange: now });
      return [];
    });
  }

  /** Settles them in chunks, each in a transaction of its own. */
  async settle(municipality: string, hsaIdKeys: readonly string[], what: FactChange, origin: SettleOrigin): Promise<void> {
    for (let start = 0; start < hsaIdKeys.length; start += CHUNK) {
      const changes = hsaIdKeys.slice(start, start + CHUNK).map((hsaIdKey) => ({ hsaIdKey, what: [what] }));
      await this.changes.record(municipality, origin, () => Promise.resolve({ result: null, changes }));
    }
  }

  isConfigured(municipality: string): boolean {
    return this.configuration.municipalities.some(({ code }) => code === municipality);
  }
}
