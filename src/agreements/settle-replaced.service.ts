import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PersonChanges } from '../access/person-changes.service';
import type { Actor } from '../audit/actor';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { AgreementToSettleEntity } from './agreement.entity';
import { AgreementsRepository } from './agreements.repository';

/** People settled in one transaction: other writers wait for it. */
const CHUNK = 200;

/**
 * Settles those whose agreement a new version puts out of use, a chunk at a time. Whom it concerns was noted with the version:
 * each chunk is taken off the list in the transaction that settles it, so that a process that dies leaves the rest to the
 * next, and two at once never do the same.
 */
@Injectable()
export class SettleReplaced {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly changes: PersonChanges,
    private readonly repository: AgreementsRepository,
  ) {}

  /** @returns how many people were looked at again */
  async run(actor: Actor, signal?: AbortSignal): Promise<number> {
    let settled = 0;
    for (const { code } of this.configuration.municipalities) {
      while (!signal?.aborted) {
        const done = await this.chunk(code, actor);
        settled += done;
        if (done === 0) break;
        await breathe();
      }
    }
    return settled;
  }

  private async chunk(municipality: string, actor: Actor): Promise<number> {
    if (!(await this.dataSource.manager.existsBy(AgreementToSettleEntity, { municipality }))) return 0;
    const origin = { actor, runId: null, traceId: `agreements-${municipality}-${this.clock.now()}`, reason: null };
    const { result } = await this.changes.record(municipality, origin, async (manager) => {
      const keys = await take(manager, municipality);
      const facts = await this.repository.factsOf(manager, municipality, keys);
      const concerned = keys.filter((key) => (facts.get(key)?.replacedFrom ?? null) !== null); // others have signed anew meanwhile
      return { result: keys.length, changes: concerned.map((hsaIdKey) => ({ hsaIdKey, what: ['agreement-replaced' as const] })) };
    });
    return result;
  }
}

/** The next on the list, who are on it no longer. Who waits for another process to take them finds others, or nobody. */
async function take(manager: EntityManager, municipality: string): Promise<string[]> {
  const { driver } = manager.dataSource;
  const lock = manager.dataSource.options.type === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
  const rows = await manager.query<{ hsa_id_key: string }[]>(
    `SELECT "hsa_id_key" FROM "agreement_to_settle" WHERE "municipality" = ${driver.createParameter('', 0)}
     ORDER BY "hsa_id_key" LIMIT ${CHUNK} ${lock}`,
    [municipality],
  );
  const keys = rows.map(({ hsa_id_key: key }) => key);
  if (keys.length === 0) return [];
  const places = keys.map((_, index) => driver.createParameter('', index + 1)).join(', ');
  await manager.query(
    `DELETE FROM "agreement_to_settle" WHERE "municipality" = ${driver.createParameter('', 0)} AND "hsa_id_key" IN (${places})`,
    [municipality, ...keys],
  );
  return keys;
}
