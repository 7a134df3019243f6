import { Injectable } from '@nestjs/common';
import { type EntityManager, Not } from 'typeorm';
import { insertMissing, rowsOf, saveAll } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { directoryTexts } from '../texts/sv/directory';
import { type HsaReading, fingerprintOf } from './hsa-reading';
import type { Person } from './person';
import { nameKeysOf } from './name-keys';
import { PersonEntity } from './person.entity';
import { unitsOf } from './unit-path';
import { type UnitPlace, unitPlaceOf } from './unit-place';
import { UnitPlaceEntity } from './unit-place.entity';

/** A reading to keep. */
export interface ReadingToSave {
  hsaIdKey: string;
  hsaId: string;
  reading: HsaReading;
  /** See `ReadEntry.mark`; null where the entry is to be fetched again whatever its mark is. */
  mark: string | null;
  isProtected: boolean;
  nextClockChange: Instant | null;
}

/** What the catalogues said last of each person. A protected person's facts are sealed at rest. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly box: SealedBox) {}

  /** HSA-id keys of those whose next change by the clock has come. */
  async due(manager: EntityManager, municipality: string, now: Instant): Promise<string[]> {
    const rows = await manager
      .createQueryBuilder(PersonEntity, 'p')
      .select('p.hsa_id_key', 'key')
      .where('p.municipality = :municipality AND p.nextClockChange <= :now', { municipality, now })
      .orderBy('p.hsa_id_key')
      .getRawMany<{ key: string }>();
    return rows.map(({ key }) => key);
  }

  /** People of the municipality who are not absent. */
  count(manager: EntityManager, municipality: string): Promise<number> {
    return manager.countBy(PersonEntity, { municipality, state: Not('absent' as const) });
  }

  load(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[], { forUpdate = false } = {}): Promise<PersonEntity[]> {
    return rowsOf(manager, PersonEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate });
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
    const places = new Map<string, UnitPlace>();
    const placeOf = (person: Person | null): string | null => {
      const place = unitPlaceOf(unitsOf(person));
      if (place) places.set(place.place, place);
      return place?.place ?? null;
    };
    const rows = readings.map(({ hsaIdKey, hsaId, reading, mark, isProtected, nextClockChange }) => ({
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
      mark,
      nextClockChange,
      ...nameKeysOf(hsaId, reading.person, isProtected),
      unitPlace: isProtected ? null : placeOf(reading.person),
    }));
    const known = [...places.values()].sort((one, other) => (one.place < other.place ? -1 : 1));
    await insertMissing(
      manager,
      UnitPlaceEntity,
      known.map((place) => ({ municipality, ...place })),
      ['municipality', 'place'],
    );
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
      await manager.update(
        PersonEntity,
        { municipality, hsaIdKey: row.hsaIdKey },
        { isProtected: true, fingerprint: '', mark: null, ...concealed, ...nameKeysOf(row.hsaId, null, true), unitPlace: null },
      );
    }
  }

  /** The next run looks at somebody though their entry has not moved: their fingerprint is emptied. */
  async unsettle(manager: EntityManager, municipality: string, hsaIdKey: string): Promise<void> {
    await manager.update(PersonEntity, { municipality, hsaIdKey }, { fingerprint: '', mark: null });
  }

  /** New marks of entries that still say what is recorded. */
  async setMarks(
    manager: EntityManager,
    municipality: string,
    marks: readonly (readonly [hsaIdKey: string, mark: string | null])[],
  ): Promise<void> {
    for (const [hsaIdKey, mark] of marks) await manager.update(PersonEntity, { municipality, hsaIdKey }, { mark });
  }

  async setNextClockChange(manager: EntityManager, municipality: string, hsaIdKey: string, nextClockChange: Instant | null): Promise<void> {
    await manager.update(PersonEntity, { municipality, hsaIdKey }, { nextClockChange });
  }

  private open(row: PersonEntity): Person {
    return row.isProtected ? this.box.open<Person>(row.facts ?? '') : (JSON.parse(row.facts ?? 'null') as Person);
  }
}
