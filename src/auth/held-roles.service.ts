import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hsaIdKey } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { localDateOf } from '../platform/time';
import { Assignments } from './assignments.repository';
import { heldRoles } from './held-roles';
import type { HeldRole } from './principal';

/** What roles somebody has at this moment. Asked anew for every request: nothing is remembered. */
@Injectable()
export class HeldRoles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly assignments: Assignments,
    private readonly clock: Clock,
  ) {}

  /** @param person HSA-id key */
  async of(person: string): Promise<HeldRole[]> {
    const { manager } = this.dataSource;
    const deputyships = await this.assignments.deputyships(manager, person);
    const managers = deputyships.map(({ managerHsaId }) => hsaIdKey(managerHsaId));
    const all = await this.assignments.of(manager, [...new Set([person, ...managers])]);
    return heldRoles(
      all.filter((role) => role.person === person),
      deputyships,
      all,
      localDateOf(this.clock.now()),
    );
  }
}
