import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import type { AccountRemarks } from '../access/decide';
import type { HoldFact } from '../access/facts';
import { HoldEntity } from '../access/hold.entity';
import type { CompleteRead, ReadEntry } from '../directory/directory-source';
import { AccountEntity } from '../external-ad/account.entity';
import { AccountsRepository } from '../external-ad/accounts.repository';
import type { Finding } from '../findings/finding';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { rowsOf } from '../platform/database/bulk';
import type { MunicipalityConfiguration } from '../platform/config/schema';
import { externalAdTexts } from '../texts/sv/external-ad';
import { findingText } from '../texts/sv/findings';

/** How people stand when the run has ended: as recorded, or as a preview says. */
export interface Standing {
  /** How many accounts are enabled. */
  enabled: number;
  /** Those of the HSA-id keys whose account is enabled. */
  enabledAmong(keys: readonly string[]): Promise<ReadonlySet<string>>;
  holds: readonly (HoldFact & { hsaId: string })[];
  shortened: readonly { hsaId: string; remarks: AccountRemarks }[];
}

/** Everything that a complete read and the state after it give a person reason to look at. */
@Injectable()
export class CollectFindingsService {
  constructor(private readonly accounts: AccountsRepository) {}

  async collect(
    manager: EntityManager,
    municipality: MunicipalityConfiguration,
    read: CompleteRead,
    preview?: Standing,
  ): Promise<Finding[]> {
    const { code, policy, source } = municipality;
    const standing = preview ?? (await this.recorded(manager, code));
    return [
      ...(await ofEntries(read, standing)),
      ...read.warnings.map(({ code: kind, detail }) => ({ kind, hsaId: null, dn: null, detail })),
      ...(source.knownPersons.length === 0 ? [{ kind: 'no-known-person', hsaId: null, dn: null, detail: findingText.noKnownPerson }] : []),
      ...(!policy.requireOrder && standing.enabled > 0
        ? [{ kind: 'access-without-order', hsaId: null, dn: null, detail: findingText.accessWithoutOrder(standing.enabled) }]
        : []),
      ...standing.holds.map(({ kind, hsaId, detail }) => ({ kind, hsaId, dn: null, detail })),
      ...standing.shortened.flatMap(ofRemarks),
    ];
  }

  private async recorded(manager: EntityManager, municipality: string): Promise<Standing> {
    return {
      enabled: await this.accounts.countEnabled(manager, municipality),
      enabledAmong: (keys) => this.accounts.enabledAmong(manager, municipality, keys),
      holds: await this.holds(manager, municipality),
      shortened: (await this.shortened(manager, municipality)).map(({ hsaId, remarks }) => ({ hsaId, remarks })),
    };
  }

  private async holds(manager: EntityManager, municipality: string): Promise<Standing['holds']> {
    const holds = await manager.find(HoldEntity, { where: { municipality }, order: { hsaIdKey: 'ASC' } });
    const keys = holds.map(({ hsaIdKey: key }) => key);
    const people = await rowsOf(manager, PersonEntity, { municipality }, 'hsaIdKey', keys);
    const hsaIds = new Map(people.map(({ hsaIdKey: key, hsaId }) => [key, hsaId]));
    return holds.map((hold) => ({ ...hold, hsaId: hsaIds.get(hold.hsaIdKey) ?? hold.hsaIdKey }));
  }

  /** Enabled accounts that some value did not fit. */
  async shortened(manager: EntityManager, municipality: string): Promise<{ hsaIdKey: string; hsaId: string; remarks: AccountRemarks }[]> {
    const rows = await manager.find(AccountEntity, {
      where: { municipality, desiredEnabled: true, remarks: Not(IsNull()) },
      order: { hsaIdKey: 'ASC' },
    });
    return rows.map(({ hsaIdKey: key, desired, remarks }) => {
      const { hsaId } = JSON.parse(desired) as { hsaId: string };
      return { hsaIdKey: key, hsaId, remarks: remarks ?? { shortened: [] } };
    });
  }
}

/** Entries that are looked at before other work of the process gets its turn. */
const CHUNK = 500;

/** Somebody without the role and without an account is none of our business. */
async function ofEntries({ entries }: CompleteRead, standing: Standing): Promise<Finding[]> {
  const found: Finding[] = [];
  const withoutRole: ReadEntry[] = [];
  let looked = 0;
  for (const entry of entries) {
    if (entry.problems.length > 0) {
      if (entry.role.kind !== 'none') found.push(...ofEntry(entry));
      else if (entry.hsaId !== null) withoutRole.push(entry);
    }
    if (++looked % CHUNK === 0) await breathe();
  }
  const enabled = await standing.enabledAmong(withoutRole.map(keyOf));
  return [...found, ...withoutRole.filter((entry) => enabled.has(keyOf(entry))).flatMap(ofEntry)];
}

const keyOf = ({ hsaId }: ReadEntry): string => hsaIdKey((hsaId ?? '').trim());

const ofRemarks = ({ hsaId, remarks: { shortened } }: Standing['shortened'][number]): Finding[] =>
  shortened.map((one) => ({ kind: 'value-shortened', hsaId, dn: null, detail: externalAdTexts.shortened(one), about: one.attribute }));

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
