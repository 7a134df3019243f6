import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { inChunks, saveAll } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { directoryTexts } from '../texts/sv/directory';
import { type HsaReading, fingerprintOf } from './hsa-reading';
import type { Person } from './person';
import { PersonEntity } from './person.entity';

/** One line of the index that a run compares a catalogue with. */
export interface PersonIndexRow {
  hsaIdKey: string;
  fingerprint: string;
  state: HsaReading['state'];
  nextClockChange: Instant | null;
  isProtected: boolean;
}

/** A reading to keep. */
export interface ReadingToSave {
  hsaIdKey: string;
  hsaId: string;
  reading: HsaReading;
  isProtected: boolean;
  nextClockChange: Instant | null;
}

/** What the catalogues said last of each person. A protected person's facts are sealed at rest. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly box: SealedBox) {}

  /** All of a municipality in a few bytes a person: enough to see who moved. */
  async index(manager: EntityManager, municipality: string): Promise<PersonIndexRow[]> {
    const rows = await manager
      .createQueryBuilder(PersonEntity, 'p')
      .select([
        'p.hsa_id_key AS "hsaIdKey"',
        'p.fingerprint AS fingerprint',
        'p.state AS state',
        'p.next_clock_change AS "nextClockChange"',
        'p.is_protected AS "isProtected"',
      ])
      .where('p.municipality = :municipality', { municipality })
      .orderBy('p.hsa_id_key')
      .getRawMany<Omit<PersonIndexRow, 'isProtected'> & { isProtected: boolean | 0 | 1 }>(); // SQLite has no truth values
    return rows.map((row) => ({ ...row, isProtected: Boolean(row.isProtected) }));
  }

  async load(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<PersonEntity[]> {
    return inChunks(hsaIdKeys, (chunk) =>
      manager
        .createQueryBuilder(PersonEntity, 'p')
        .where('p.municipality = :municipality AND p.hsaIdKey IN (:...chunk)', { municipality, chunk })
        .getMany(),
    );
  }

  readingOf(row: PersonEntity): HsaReading {
    const person = row.facts === null ? null : this.open(row);
    return {
      state: row.state,
      since: row.since,
      person,
      problems: row.problems as HsaReading['problems'],
      hasSystemRole: row.hasSystemRole,
      nearMiss: row.nearMiss,
    };
  }

  async save(manager: EntityManager, municipality: string, readings: readonly ReadingToSave[]): Promise<void> {
    const rows = readings.map(({ hsaIdKey, hsaId, reading, isProtected, nextClockChange }) => ({
      municipality,
      hsaIdKey,
      hsaId,
      state: reading.state,
      since: reading.since,
      hasSystemRole: reading.hasSystemRole,
      nearMiss: reading.nearMiss,
      problems: reading.problems,
      isProtected,
      personalNumberHash: reading.person?.personalNumberHash ?? null,
      facts: reading.person === null ? null : isProtected ? this.box.seal(reading.person) : JSON.stringify(reading.person),
      fingerprint: fingerprintOf(reading),
      nextClockChange,
    }));
    await saveAll(manager, PersonEntity, rows, ['municipality', 'hsa_id_key']);
  }

  /**
   * Marks people as protected, seals what is known of them or takes it away, and changes nothing else. Their fingerprint
   * is emptied, so that the next run looks at them: what follows from the protection has not been done yet.
   */
  async protect(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<void> {
    for (const row of await this.load(manager, municipality, hsaIdKeys)) {
      const { person, problems } = this.readingOf(row);
      const concealed = {
        facts: person && this.box.seal({ ...person, isProtected: true }),
        problems: problems.map(({ value: _value, ...problem }) => problem),
        nearMiss: row.nearMiss && directoryTexts.notShown,
      };
      await manager.update(PersonEntity, { municipality, hsaIdKey: row.hsaIdKey }, { isProtected: true, fingerprint: '', ...concealed });
    }
  }

  async setNextClockChange(manager: EntityManager, municipality: string, hsaIdKey: string, nextClockChange: Instant | null): Promise<void> {
    await manager.update(PersonEntity, { municipality, hsaIdKey }, { nextClockChange });
  }

  private open(row: PersonEntity): Person {
    return row.isProtected ? this.box.open<Person>(row.facts ?? '') : (JSON.parse(row.facts ?? 'null') as Person);
  }
}
