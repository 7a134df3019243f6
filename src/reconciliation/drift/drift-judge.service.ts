import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AccountEntity } from '../../external-ad/account.entity';
import type { AccountAttributes } from '../../external-ad/account.types';
import { AccountsRepository } from '../../external-ad/accounts.repository';
import { type DriftingAccount, isUntouched } from '../../external-ad/compared-account';
import { ComparedAccounts } from '../../external-ad/compared-accounts.repository';
import type { AccountDrift } from '../../external-ad/drift';
import type { DriftPolicy } from '../../external-ad/drift-policy';
import { maskPersonalNumbers } from '../../people/personal-number-in-text';
import type { MunicipalityConfiguration } from '../../platform/config/schema';
import { trippedText } from '../../texts/sv/findings';
import type { DriftOutcome } from '../../texts/sv/ad-drift';
import type { FoundDrift } from './found-drift';
import { healPlan } from './heal-plan';
import { groupName, protectedAmong } from './strange-objects.service';

/** What is to be done about one account that differs. */
export interface JudgedAccount {
  hsaIdKey: string;
  drifts: readonly AccountDrift[];
  outcome: DriftOutcome;
}

export interface Judgement {
  accounts: JudgedAccount[];
  found: FoundDrift[];
  /** Ready sentences; empty where the brake lets everything through. */
  tripped: string[];
  /** HSA-id keys of accounts that somebody worked with while they were compared: nothing is known of them. */
  undecided: ReadonlySet<string>;
}

/** Decides, as things stand in this transaction, what is done about one municipality's accounts that differ. */
@Injectable()
export class DriftJudge {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly compared: ComparedAccounts,
  ) {}

  async judge(
    manager: EntityManager,
    { code, brake }: MunicipalityConfiguration,
    drifting: readonly DriftingAccount[],
    { policy, isAskedToHeal }: { policy: DriftPolicy; isAskedToHeal: boolean },
  ): Promise<Judgement> {
    const keys = drifting.map(({ account }) => account.hsaIdKey);
    const rows = await this.compared.whole(manager, code, keys);
    const still = drifting.filter(({ account }) => isUntouched(account, rows.get(account.hsaIdKey)));
    const isProtected = await protectedAmong(manager, keys);
    const accounts = await this.accounts.countEnabled(manager, code);
    const { outcomes, tripped } = healPlan(still, { policy, isAskedToHeal, limits: brake, accounts });
    const decided = new Set(still.map(({ account }) => account.hsaIdKey));
    return {
      accounts: still.map((one) => ({ hsaIdKey: one.account.hsaIdKey, drifts: one.drifts, outcome: outcomes.get(one) ?? 'reported' })),
      found: still.flatMap((one) => {
        const { hsaIdKey } = one.account;
        const dn = one.dn === null || isProtected.has(hsaIdKey) ? null : maskPersonalNumbers(one.dn);
        const hsaId = hsaIdOf(rows.get(hsaIdKey)) ?? hsaIdKey;
        return one.drifts.map((drift) => foundDrift(drift, { hsaId, dn, outcome: outcomes.get(one) ?? 'reported' }));
      }),
      tripped: tripped.map(({ kind, planned, accounts: of, limit }) => trippedText.brake(kind, planned, of, limit)),
      undecided: new Set(keys.filter((key) => !decided.has(key))),
    };
  }
}

const hsaIdOf = (row: AccountEntity | undefined): string | null => (row ? (JSON.parse(row.desired) as AccountAttributes).hsaId : null);

function foundDrift(drift: AccountDrift, { dn, ...about }: Pick<FoundDrift, 'hsaId' | 'dn' | 'outcome'>): FoundDrift {
  return {
    kind: drift.kind,
    ...about,
    dn: drift.kind === 'moved' ? dn : null,
    objectGuid: null,
    attributes: drift.kind === 'changed' ? drift.attributes : [],
    group: 'groupDn' in drift ? groupName(drift.groupDn) : null,
    object: null,
    isOutside: drift.kind === 'moved' && drift.isOutside,
  };
}
