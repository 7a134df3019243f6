import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { AgreementFact } from '../access/facts';
import { inChunks, insertAll, rowsOf } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { type AgreementDetails, AgreementEntity, type Withdrawal } from './agreement.entity';
import { factOf } from './agreement-fact';
import { mostTelling } from './most-telling';
import type { TemplateVersion } from './template';
import { AgreementTemplateEntity } from './template.entity';

/** The rows about agreements, and what they say of each person. */
@Injectable()
export class AgreementsRepository {
  constructor(private readonly box: SealedBox) {}

  /** By HSA-id key, of those who have signed: the agreement that says most. */
  async factsOf(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<Map<string, AgreementFact>> {
    // An import of a whole municipality asks this of everybody, at a time when nobody has signed.
    if (hsaIdKeys.length === 0 || !(await manager.existsBy(AgreementEntity, { municipality }))) return new Map();
    const rows = await rowsOf(manager, AgreementEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { select: FACT_COLUMNS });
    const counting = rows.filter(({ replacedBy }) => replacedBy === null);
    if (counting.length === 0) return new Map();
    const templates = await this.versions(manager);
    const facts = new Map<string, AgreementFact>();
    for (const [key, own] of Map.groupBy(counting, ({ hsaIdKey }) => hsaIdKey)) {
      const most = mostTelling(own.map((row) => factOf(row, templates)));
      if (most) facts.set(key, most);
    }
    return facts;
  }

  /** Every version, oldest first; without its text. */
  versions(manager: EntityManager): Promise<TemplateVersion[]> {
    return manager.find(AgreementTemplateEntity, {
      select: { version: true, textHash: true, effectiveFrom: true, signFrom: true },
      order: { effectiveFrom: 'ASC' },
    });
  }

  /** All rows of one person, oldest first, those that were corrected too. */
  ofPerson(manager: EntityManager, municipality: string, hsaIdKey: string): Promise<AgreementEntity[]> {
    return manager.find(AgreementEntity, { where: { municipality, hsaIdKey }, order: { id: 'ASC' } });
  }

  async insert(manager: EntityManager, row: AgreementEntity): Promise<void> {
    await insertAll(manager, AgreementEntity, [row]);
  }

  /** @returns false where somebody else has changed it meanwhile, or there is one already */
  async addScan(manager: EntityManager, { id, revision }: AgreementEntity, scanId: string): Promise<boolean> {
    const where = { id, revision, scanId: IsNull(), replacedBy: IsNull() };
    const { affected } = await manager.update(AgreementEntity, where, { scanId, revision: revision + 1 });
    return affected === 1;
  }

  /** @returns false where somebody else has corrected or withdrawn it meanwhile */
  async markReplaced(manager: EntityManager, { id, revision }: AgreementEntity, by: string): Promise<boolean> {
    const where = { id, revision, replacedBy: IsNull(), withdrawnAt: IsNull() };
    const { affected } = await manager.update(AgreementEntity, where, { replacedBy: by, revision: revision + 1 });
    return affected === 1;
  }

  /** What the person has signed and not withdrawn counts no more from now on. */
  async withdraw(manager: EntityManager, rows: readonly AgreementEntity[], withdrawal: Withdrawal, now: Instant): Promise<void> {
    const sealed = this.box.seal(withdrawal);
    await inChunks(
      rows.map(({ id }) => id),
      async (ids) => {
        await manager
          .createQueryBuilder()
          .update(AgreementEntity)
          .set({ withdrawnAt: now, withdrawal: sealed, revision: () => 'revision + 1' })
          .where({ id: In(ids) })
          .execute();
        return [];
      },
    );
  }

  sealDetails(details: AgreementDetails): string {
    return this.box.seal(details);
  }

  detailsOf({ details }: AgreementEntity): AgreementDetails {
    return this.box.open<AgreementDetails>(details);
  }

  withdrawalOf({ withdrawal }: AgreementEntity): Withdrawal | null {
    return withdrawal === null ? null : this.box.open<Withdrawal>(withdrawal);
  }
}

const FACT_COLUMNS = [
  'id',
  'hsaIdKey',
  'templateVersion',
  'source',
  'signedOn',
  'receivedOn',
  'validTo',
  'withdrawnAt',
  'replacedBy',
] as const satisfies readonly (keyof AgreementEntity)[];

/** What most rows lack. */
export const EMPTY = {
  signedAt: null,
  acr: null,
  validTo: null,
  scanId: null,
  withdrawnAt: null,
  withdrawal: null,
  replaces: null,
  replacedBy: null,
  revision: 1,
} satisfies Partial<AgreementEntity>;
