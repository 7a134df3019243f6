import type { AccountEntity } from './account.entity';
import type { FoundAccount, Tried } from './account-queue';
import type { AccountAttributes, RefusedAttribute } from './account.types';
import { type AdObject, AdRefusal, type AdSession } from './active-directory';
import type { Step } from './apply-account';
import type { AttributeChange } from './diff';
import { AttributeWriter, RefusedValues } from './attribute.writer';
import { isCreated } from './first-link';
import { appliedAs, differences, isEnabled } from './observed-account';
import { isAboutName, isAboutValue, isPersonal } from './refused-attributes';
import { afterRefusal, isHeldBack } from './refused-steps';

/** What a try at an account came to, and which of its steps the AD took. */
export interface WrittenAccount {
  tried: Tried | { kind: 'name-taken'; code: string };
  done: Step['kind'][];
}

/** How often what was read back may differ from what was written, or be gone, before a person is shown it. */
const MAX_SURPRISES = 5;

/** How far the steps have come. */
interface Progress {
  /** The object as it was read last; null where there is none. */
  object: AdObject | null;
  /** The step that was taken last, or is. */
  at: Step['kind'] | null;
  done: Step['kind'][];
  refused: RefusedAttribute[];
  /** Groups that it could not leave and can do with. */
  kept: string[];
  /** The first that holds the account. */
  refusal: AdRefusal | RefusedValues | null;
}

/**
 * Carries out the steps for accounts over one session, and reads back what came of each. OUs and groups that the session
 * has seen to are not asked for again.
 */
export class AccountWriter {
  readonly #ensured = new Set<string>();
  readonly #attributes: AttributeWriter;

  /** @param beforeEnabling throws where the account is no longer ours to enable: somebody may have found that it is to be disabled */
  constructor(
    private readonly session: AdSession,
    private readonly beforeEnabling: () => Promise<void>,
  ) {
    this.#attributes = new AttributeWriter(session);
  }

  /**
   * @param object null where there is none yet
   * @param desired null where the object is to be deleted
   * @throws what is no `AdRefusal`
   */
  async write(
    row: AccountEntity,
    object: AdObject | null,
    desired: AccountAttributes | null,
    steps: readonly Step[],
  ): Promise<WrittenAccount> {
    const progress: Progress = { object, at: null, done: [], refused: [], kept: [], refusal: null };
    const account = desired ?? (JSON.parse(row.desired) as AccountAttributes);
    const { done } = progress;
    try {
      for (const step of steps) await this.take(step, progress, desired !== null && isEnabled(desired));
      if (progress.refusal) throw progress.refusal;
      if (progress.object === null) return { tried: { kind: 'applied', found: null, refused: [] }, done };
      return { tried: await this.readBack(row, progress.object, desired, progress), done };
    } catch (error) {
      return { tried: await this.failed(row, error, account, { ...progress, isNew: object === null }), done };
    }
  }

  /** An object as it is. */
  found({ objectGuid, usnChanged, attributes }: AdObject, account: AccountAttributes): FoundAccount {
    return { objectGuid, usnChanged, controller: this.session.controller, attributes: appliedAs(attributes, account) };
  }

  /** A refusal waits for the end wherever other steps may still be taken, see `afterRefusal`. */
  private async take(step: Step, progress: Progress, isToBeEnabled: boolean): Promise<void> {
    const { done, refused, kept } = progress;
    if (progress.refusal && isHeldBack(step.kind)) return;
    progress.at = step.kind;
    try {
      progress.object = await this.carryOut(step, progress.object, refused);
      done.push(step.kind);
    } catch (error) {
      if (error instanceof RefusedValues && error.isPartlyDone) done.push(step.kind);
      if (!isRefusal(error)) throw error;
      const then = afterRefusal(step.kind, error.code, { isThere: progress.object !== null, isToBeEnabled });
      if (then === 'end') throw error;
      if (then === 'spare' && step.kind === 'leave') {
        if (kept.length === 0) refused.push({ attribute: 'memberOf', code: error.code, subCode: null });
        kept.push(step.group);
      } else progress.refusal ??= error;
    }
  }

  private async carryOut(step: Step, object: AdObject | null, refused: RefusedAttribute[]): Promise<AdObject | null> {
    switch (step.kind) {
      case 'ensure-unit':
        await this.once(step.unit, (dn) => this.session.ensureUnit(dn));
        return object;
      case 'ensure-group':
        await this.once(step.group, (dn) => this.session.ensureGroup(dn));
        return object;
      case 'create':
        return this.create(step.account, refused);
      case 'disable':
        await this.#attributes.disable(there(object), step.change, refused);
        return object;
      case 'enable':
        await this.enable(there(object), step.change);
        return object;
      case 'write':
        await this.#attributes.write(there(object), step.changes, refused);
        return object;
      case 'move':
        await this.session.move(there(object), step.to);
        return this.again(there(object));
      case 'leave':
        await this.session.leave(there(object), step.group);
        return object;
      case 'join':
        await this.session.join(there(object), step.group);
        return object;
      case 'remove':
        await this.session.remove(there(object));
        return this.session.byGuid(there(object).objectGuid);
    }
  }

  /** What somebody else made may have no password, and AD enables nobody without one. A smart card is required, so none can be used. */
  private async enable(object: AdObject, change: AttributeChange): Promise<void> {
    try {
      await this.beforeEnabling();
      await this.session.modify(object, [change]);
    } catch (error) {
      if (!(error instanceof AdRefusal) || error.code !== 'enabling-without-password') throw error;
      await this.session.setRandomPassword(object);
      await this.beforeEnabling();
      await this.session.modify(object, [change]);
    }
  }

  /** As it is after it was moved: what is done next names it by its new place. */
  private async again({ objectGuid }: AdObject): Promise<AdObject> {
    const object = await this.session.byGuid(objectGuid);
    if (!object) throw new AdRefusal('unknown', 'no-such-object', this.session.server);
    return object;
  }

  private async once(dn: string, ensure: (dn: string) => Promise<void>): Promise<void> {
    if (this.#ensured.has(dn)) return;
    await ensure(dn);
    this.#ensured.add(dn);
  }

  /** Where a value is refused, the account is created without what is not essential, and the rest is written apart. */
  private async create(account: AccountAttributes, refused: RefusedAttribute[]): Promise<AdObject> {
    try {
      await this.session.create(account);
      return await this.created(account);
    } catch (error) {
      if (!(error instanceof AdRefusal) || error.kind !== 'permanent' || !isAboutValue(error.code)) throw error;
    }
    await this.session.create(bare(account));
    const object = await this.created(account);
    const left = differences(object.attributes, account).filter(({ attribute }) => isPersonal(attribute));
    await this.#attributes.write(object, left, refused);
    return object;
  }

  private async created(account: AccountAttributes): Promise<AdObject> {
    const found = await this.session.inPlace(account);
    if (!found || !isCreated(found, account)) throw new AdRefusal('unknown', 'no-such-object', this.session.server);
    return found;
  }

  private async readBack(
    row: AccountEntity,
    { objectGuid }: AdObject,
    desired: AccountAttributes | null,
    { refused, kept }: Pick<Progress, 'refused' | 'kept'>,
  ): Promise<Tried> {
    const object = await this.session.byGuid(objectGuid);
    if (!object) return this.surprise(row, 'no-such-object', null, refused);
    if (desired === null) return this.surprise(row, 'not-deleted', null, refused);
    const found = this.found(object, desired);
    if (!object.isUnderOurUnit || !object.isMarked)
      return { kind: 'refused', code: object.isMarked ? 'outside-unit' : 'not-ours', refused: [] };
    const spared = new Set(refused.map(({ attribute }) => attribute).filter((attribute) => attribute !== 'memberOf'));
    const expected = { ...desired, memberOf: [...desired.memberOf, ...kept] };
    const other = differences(object.attributes, expected).filter(({ attribute }) => !spared.has(attribute));
    if (other.length === 0) return { kind: 'applied', found, refused };
    const differing = other.map(({ attribute }) => ({ attribute, code: 'not-as-written', subCode: null }));
    return this.surprise(row, 'not-as-written', found, [...refused, ...differing]);
  }

  /** Somebody else may have written at the same time: it is read and compared again, a few times. */
  private surprise({ attempts }: AccountEntity, code: string, found: FoundAccount | null, refused: readonly RefusedAttribute[]): Tried {
    const known = found && { found };
    return attempts < MAX_SURPRISES ? { kind: 'waits', code, ...known } : { kind: 'refused', code, refused, ...known };
  }

  private async failed(
    row: AccountEntity,
    error: unknown,
    account: AccountAttributes,
    { object, at, refused, isNew }: Pick<Progress, 'object' | 'at' | 'refused'> & { isNew: boolean },
  ): Promise<WrittenAccount['tried']> {
    if (error instanceof RefusedValues) return { kind: 'refused', code: error.code, refused, ...(await this.asItIs(object, account)) };
    if (!(error instanceof AdRefusal)) throw error;
    if (error.kind === 'unknown') return { kind: 'waits', code: error.code }; // what was read before it may not hold any more
    if (error.kind === 'transient')
      return { kind: 'waits', code: error.code, ...(object && isNew && { found: this.found(object, account) }) };
    // The account's, and not that of an OU or a group which had to be there first.
    if (object === null && at === 'create' && isAboutName(error.code)) return { kind: 'name-taken', code: error.code };
    const known = await this.asItIs(object, account);
    // What was there a moment ago is gone: an OU or group that the session had seen, or the object itself.
    if (error.code === 'no-such-object' || error.code === 'unit-missing') {
      this.#ensured.clear();
      if (row.attempts < MAX_SURPRISES) return { kind: 'waits', code: error.code, ...known };
    }
    return { kind: 'refused', code: error.code, refused, ...known };
  }

  /** How an object stands half-way; nothing is known where it cannot be read. */
  private async asItIs(object: AdObject | null, account: AccountAttributes): Promise<{ found?: FoundAccount }> {
    if (!object) return {};
    try {
      const now = await this.session.byGuid(object.objectGuid);
      return now ? { found: this.found(now, account) } : {};
    } catch (error) {
      if (error instanceof AdRefusal) return {};
      throw error;
    }
  }
}

/** For what it is, and not for the moment. */
const isRefusal = (error: unknown): error is AdRefusal | RefusedValues =>
  error instanceof RefusedValues || (error instanceof AdRefusal && error.kind === 'permanent');

function there(object: AdObject | null): AdObject {
  if (!object) throw new Error('A step for an object that is not there');
  return object;
}

/** What the account cannot be without, shown by its own name. */
const bare = (account: AccountAttributes): AccountAttributes => ({
  ...account,
  displayName: account.sAMAccountName,
  ...{ givenName: null, sn: null, mail: null, telephoneNumber: null, mobile: null, title: null, company: null, department: null },
});
