import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { AccountEntity } from './account.entity';
import { AccountQueue } from './account-queue.repository';
import type { AdSession } from './active-directory';
import {
  type AdoptableAccount,
  type Candidate,
  type KnownAccount,
  type OwnObject,
  adoptable,
  hasLostItsMark,
  ownObjectOf,
} from './adoptable';
import { placeKey } from './observed-account';
import { groupsFor } from './placement';

/** One of our groups that is there without our mark. */
export interface AdoptableGroup {
  dn: string;
  objectGuid: string;
}

/** What may be adopted, and what stands in the way of the rest. */
export interface Adoption {
  accounts: AdoptableAccount[];
  groups: AdoptableGroup[];
}

/** Finds what others have made below our OU for people who have an account here. Writes nothing. */
@Injectable()
export class AdoptableObjects {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: AccountQueue,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** The whole OU, which may take a while. @throws AdRefusal */
  async look(session: AdSession): Promise<Adoption> {
    const { manager } = this.dataSource;
    const accounts = await this.queue.known(manager);
    const linked = new Set(accounts.flatMap((account) => (hasLostItsMark(account) ? [] : (account.objectGuid ?? []))));
    const byKey = new Map(accounts.map((account) => [account.hsaIdKey, account]));
    const { municipalities, externalAd } = this.configuration;
    const ours = new Set(municipalities.flatMap((one) => groupsFor(one, externalAd.organisationalUnit)).map(placeKey));
    const strangers: { kind: 'user' | 'group'; objectGuid: string }[] = [];
    await session.stamps((page) => {
      for (const { kind, objectGuid, dn } of page)
        if ((kind === 'user' && !linked.has(objectGuid)) || (kind === 'group' && ours.has(placeKey(dn))))
          strangers.push({ kind, objectGuid });
    });
    const candidates: Candidate[] = [];
    const groups: AdoptableGroup[] = [];
    for (const { kind, objectGuid } of strangers) {
      const object = await session.byGuid(objectGuid);
      if (!object?.isUnderOurUnit) continue;
      const account = byKey.get(hsaIdKey(object.attributes.hsaId ?? ''));
      if (kind === 'group' && !object.isMarked) groups.push({ dn: object.dn, objectGuid });
      else if (kind === 'user' && account && !(object.isMarked && account.objectGuid === objectGuid))
        candidates.push({ account, object, ownObject: await this.ownObject(session, account, objectGuid) });
    }
    const hidden = new Set((await manager.findBy(PersonEntity, { isProtected: true })).map(({ hsaIdKey: key }) => key));
    return { accounts: adoptable(candidates, ({ hsaIdKey: key }) => hidden.has(key)), groups };
  }

  /** By the same rule, when its turn has come. @throws AdRefusal */
  async isStillAdoptable(session: AdSession, { municipality, hsaId, objectGuid }: AdoptableAccount): Promise<boolean> {
    const { manager } = this.dataSource;
    const account = await manager.findOneBy(AccountEntity, { municipality, hsaIdKey: hsaIdKey(hsaId) });
    if (!account) return false;
    const objects = await session.byHsaId(hsaId);
    const guids = objects.map((object) => object.objectGuid);
    const linked = await this.queue.linkedTo(manager, guids);
    const candidates: Candidate[] = [];
    for (const object of objects) {
      const owner = linked.get(object.objectGuid);
      if (!owner || (owner.hsaIdKey === account.hsaIdKey && hasLostItsMark(owner)))
        candidates.push({ account, object, ownObject: await this.ownObject(session, account, object.objectGuid) });
    }
    return adoptable(candidates, () => true).some((one) => one.objectGuid === objectGuid && one.hindrance === null);
  }

  /** @param objectGuid of the candidate */
  private async ownObject(session: AdSession, account: KnownAccount, objectGuid: string): Promise<OwnObject> {
    if (account.objectGuid === objectGuid) return 'none';
    const isFound = account.objectGuid !== null && (await session.byGuid(account.objectGuid)) !== null;
    return ownObjectOf(account, isFound, session.controller);
  }
}
