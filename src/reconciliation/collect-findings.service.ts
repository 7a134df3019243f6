import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { HoldEntity } from '../access/hold.entity';
import type { CompleteRead, ReadEntry } from '../directory/directory-source';
import { AccountEntity } from '../external-ad/account.entity';
import { AccountsRepository } from '../external-ad/accounts.repository';
import type { Finding } from '../findings/finding';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import type { MunicipalityConfiguration } from '../platform/config/schema';
import { externalAdTexts } from '../texts/sv/external-ad';
import { findingText } from '../texts/sv/findings';

/** Everything that a complete read and the state after it give a person reason to look at. */
@Injectable()
export class CollectFindingsService {
  constructor(private readonly accounts: AccountsRepository) {}

  async collect(manager: EntityManager, municipality: MunicipalityConfiguration, read: CompleteRead): Promise<Finding[]> {
    const { code, policy, source } = municipality;
    const enabled = await this.accounts.enabledKeys(manager, code);
    return [
      ...read.entries.filter((entry) => matters(entry, enabled)).flatMap(ofEntry),
      ...read.warnings.map(({ code: kind, detail }) => ({ kind, hsaId: null, dn: null, detail })),
      ...(source.knownPersons.length === 0 ? [{ kind: 'no-known-person', hsaId: null, dn: null, detail: findingText.noKnownPerson }] : []),
      ...(!policy.requireOrder && enabled.size > 0
        ? [{ kind: 'access-without-order', hsaId: null, dn: null, detail: findingText.accessWithoutOrder(enabled.size) }]
        : []),
      ...(await this.holds(manager, code)),
      ...(await this.remarks(manager, code)),
    ];
  }

  private async holds(manager: EntityManager, municipality: string): Promise<Finding[]> {
    const holds = await manager.find(HoldEntity, { where: { municipality }, order: { hsaIdKey: 'ASC' } });
    return Promise.all(
      holds.map(async ({ kind, hsaIdKey: key, detail }) => {
        const person = await manager.findOneBy(PersonEntity, { municipality, hsaIdKey: key });
        return { kind, hsaId: person?.hsaId ?? key, dn: null, detail };
      }),
    );
  }

  private async remarks(manager: EntityManager, municipality: string): Promise<Finding[]> {
    const rows = await manager.find(AccountEntity, {
      where: { municipality, desiredEnabled: true, remarks: Not(IsNull()) },
      order: { hsaIdKey: 'ASC' },
    });
    return rows.flatMap((row) => {
      const { hsaId } = JSON.parse(row.desired) as { hsaId: string };
      const { shortened = [] } = row.remarks ?? {};
      return shortened.map((one) => ({
        kind: 'value-shortened',
        hsaId,
        dn: null,
        detail: externalAdTexts.shortened(one),
        about: one.attribute,
      }));
    });
  }
}

/** Somebody without the role and without an account is none of our business. */
const matters = (entry: ReadEntry, enabled: ReadonlySet<string>): boolean =>
  entry.role.kind !== 'none' || (entry.hsaId !== null && enabled.has(hsaIdKey(entry.hsaId.trim())));

/** Duplicates are one finding an entry: each is to be looked at. */
const BY_ENTRY: ReadonlySet<string> = new Set(['hsa-id-duplicate', 'hsa-id-case-clash']);

const ofEntry = ({ hsaId, dn, isProtected, problems }: ReadEntry): Finding[] =>
  problems.map((problem) => ({
    kind: problem.kind,
    hsaId,
    dn: isProtected ? null : dn,
    detail: findingText.problem(problem),
    about: [problem.attribute, hsaId === null || BY_ENTRY.has(problem.kind) ? dn : ''].join('|'),
  }));
