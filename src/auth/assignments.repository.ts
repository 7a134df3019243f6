import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hsaIdKey } from '../people/hsa-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { rowsOf } from '../platform/database/bulk';
import { DeputyEntity } from './deputy.entity';
import type { Assignment, Deputyship } from './held-roles';
import { RoleAssignmentEntity } from './role-assignment.entity';

/** Reads who was given what: from the database, and for a demonstration from the configuration too. */
@Injectable()
export class Assignments {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'login'>) {}

  /** @param people HSA-id keys */
  async of(manager: EntityManager, people: readonly string[]): Promise<Assignment[]> {
    const rows = await rowsOf(manager, RoleAssignmentEntity, {}, 'hsaIdKey', people);
    return [...rows.map(assignmentOf), ...this.ofDemonstration().filter(({ person }) => people.includes(person))];
  }

  /** @param person HSA-id key of the deputy */
  async deputyships(manager: EntityManager, person: string): Promise<Deputyship[]> {
    return (await rowsOf(manager, DeputyEntity, {}, 'deputyKey', [person])).map(deputyshipOf);
  }

  private ofDemonstration(): Assignment[] {
    const { login } = this.configuration;
    if (login.kind !== 'demo') return [];
    return login.people.flatMap(({ hsaId, roles }) =>
      roles.map((role) => ({ ...role, person: hsaIdKey(hsaId), from: null, to: null, isRemoved: false })),
    );
  }
}

export const assignmentOf = ({ hsaIdKey: person, role, municipality, unit, from, to, removedAt }: RoleAssignmentEntity): Assignment => ({
  person,
  role,
  municipality,
  unit,
  from,
  to,
  isRemoved: removedAt !== null,
});

export const deputyshipOf = ({ managerHsaId, municipality, unit, from, to, endedAt }: DeputyEntity): Deputyship => ({
  managerHsaId,
  municipality,
  unit,
  from,
  to,
  isEnded: endedAt !== null,
});
