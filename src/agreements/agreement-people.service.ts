import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { covers, municipalitiesOf, type Reach } from '../auth/reach';
import { hsaIdKey, isHsaId, isTestHsaId } from '../people/hsa-id';
import { PeopleRepository } from '../people/people.repository';
import type { Person } from '../people/person';
import { PersonEntity } from '../people/person.entity';
import { unitsOf } from '../people/unit-path';
import { notFound } from '../platform/refusal';
import { isCaseNumber } from '../service-desk/case-event';
import { CaseEntity } from '../service-desk/case.entity';

/** Whom it is about: by HSA-id, or by the number of one of their cases. */
export type Whom = { hsaId: string } | { caseNumber: string };

/** Somebody who is there, and may be seen. */
export interface SeenPerson {
  municipality: string;
  hsaIdKey: string;
  hsaId: string;
  isProtected: boolean;
  /** What the catalogue said last; null where nothing readable was ever read. */
  person: Person | null;
}

/** Finds people for those who may see them. Who is missing, foreign or (to a unit's reader) protected is not there, all alike. */
@Injectable()
export class AgreementPeople {
  constructor(private readonly people: PeopleRepository) {}

  /** @throws Refusal `not-found` */
  async find(manager: EntityManager, reach: Reach, whom: Whom): Promise<SeenPerson> {
    const found = await this.seek(manager, reach, whom);
    if (!found) throw notFound();
    return found;
  }

  /** Null where there is nobody such, or nobody who may be seen. */
  seek(manager: EntityManager, reach: Reach, whom: Whom): Promise<SeenPerson | null> {
    return 'hsaId' in whom ? this.byHsaId(manager, reach, whom.hsaId) : this.byCase(manager, reach, whom.caseNumber);
  }

  /** By HSA-id key, of one municipality: those who may be seen in a list. */
  async seenAmong(
    manager: EntityManager,
    reach: Reach,
    municipality: string,
    hsaIdKeys: readonly string[],
  ): Promise<Map<string, SeenPerson>> {
    const rows = await this.people.load(manager, municipality, hsaIdKeys);
    return new Map(
      rows
        .map((row) => this.personOf(row))
        .filter((one) => this.isSeen(reach, one))
        .map((one) => [one.hsaIdKey, one]),
    );
  }

  /** Somebody by their own HSA-id, in the municipality that has them now; null where none does. */
  async self(manager: EntityManager, key: string): Promise<SeenPerson | null> {
    const rows = await manager.find(PersonEntity, { where: { hsaIdKey: key }, order: { municipality: 'ASC' } });
    const row = rows.find(({ state }) => state === 'present') ?? rows.find(({ state }) => state === 'refused');
    return row ? this.personOf(row) : null;
  }

  private async byHsaId(manager: EntityManager, reach: Reach, hsaId: string): Promise<SeenPerson | null> {
    const text = hsaId.trim();
    if (!isHsaId(text) && !isTestHsaId(text)) return null;
    const rows = await manager.find(PersonEntity, {
      where: { hsaIdKey: hsaIdKey(text), municipality: In(municipalitiesOf(reach)) },
      order: { municipality: 'ASC' },
    });
    const seen = rows.map((row) => ({ row, one: this.personOf(row) })).filter(({ one }) => this.isSeen(reach, one));
    return (seen.find(({ row }) => row.state !== 'absent') ?? seen[0])?.one ?? null;
  }

  private async byCase(manager: EntityManager, reach: Reach, number: string): Promise<SeenPerson | null> {
    if (!isCaseNumber(number.trim())) return null;
    const about = await manager.findOneBy(CaseEntity, { number: number.trim(), municipality: In(municipalitiesOf(reach)) });
    if (!about) return null;
    const [row] = await this.people.load(manager, about.municipality, [about.hsaIdKey]);
    const one = row ? this.personOf(row) : null;
    return one && this.isSeen(reach, one) ? one : null;
  }

  private personOf(row: PersonEntity): SeenPerson {
    const { municipality, hsaIdKey: key, hsaId, isProtected } = row;
    return { municipality, hsaIdKey: key, hsaId, isProtected, person: this.people.readingOf(row).person };
  }

  /** A protected person is there only for who reaches the whole municipality: where they work must not be guessed. */
  private isSeen(reach: Reach, one: SeenPerson): boolean {
    return covers(reach, one.municipality, one.isProtected ? [] : unitsOf(one.person));
  }
}
