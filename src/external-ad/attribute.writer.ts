import type { RefusedAttribute } from './account.types';
import { type AdObject, AdRefusal, type AdSession } from './active-directory';
import type { AttributeChange } from './diff';
import { disabledAsItIs } from './observed-account';
import { isAboutObject, isEssential, partsOf } from './refused-attributes';

/** An account that is held for what the AD would not have of its values. */
export class RefusedValues extends Error {
  constructor(
    readonly code: string,
    /** Whether the AD took something of the step. */
    readonly isPartlyDone: boolean,
  ) {
    super(code);
  }
}

/** Writes an account's values over one session; what is refused is told apart from what is not. Throws AdRefusal too. */
export class AttributeWriter {
  constructor(private readonly session: AdSession) {}

  /**
   * All at once; where that is refused, each for itself.
   * @param refused what the AD refuses is added to these
   * @throws RefusedValues where the account cannot do without one of them
   */
  async write(object: AdObject, changes: readonly AttributeChange[], refused: RefusedAttribute[]): Promise<void> {
    const refusal = changes.length === 0 ? null : await this.refusalOf(object, changes);
    if (!refusal) return;
    const apart = changes.map(partsOf);
    const [only, ...others] = apart.flat();
    const found: RefusedAttribute[] = [];
    let isPartlyDone = false;
    if (only && others.length === 0) found.push(refusedOf(only, refusal));
    else for (const parts of apart) isPartlyDone = (await this.writeParts(object, parts, found)) || isPartlyDone;
    refused.push(...found);
    const essential = found.find(({ attribute }) => isEssential(attribute));
    if (essential) throw new RefusedValues(essential.code, isPartlyDone);
  }

  /**
   * Where the AD does not take the whole state, the disabling alone.
   * @throws RefusedValues where the state is not as it should be: `still-enabled` where it is not even disabled
   */
  async disable(object: AdObject, change: AttributeChange, refused: RefusedAttribute[]): Promise<void> {
    const refusal = await this.refusalOf(object, [change]);
    if (!refusal) return;
    refused.push(refusedOf(change, refusal));
    const after = disabledAsItIs(object.attributes);
    if (after !== null && after === change.before) throw new RefusedValues(refusal.code, false);
    const isDisabled = after !== null && after !== change.after && !(await this.refusalOf(object, [{ ...change, after }]));
    throw new RefusedValues(isDisabled ? refusal.code : 'still-enabled', isDisabled);
  }

  /** Up to the first that is refused. @returns whether the AD took any */
  private async writeParts(object: AdObject, parts: readonly AttributeChange[], refused: RefusedAttribute[]): Promise<boolean> {
    let current = object;
    for (const part of parts) {
      const refusal = await this.refusalOf(current, [part]);
      if (refusal) {
        refused.push(refusedOf(part, refusal));
        return part !== parts[0];
      }
      current = { ...current, attributes: { ...current.attributes, [part.attribute]: part.after } };
    }
    return true;
  }

  /** Null where the AD took them. @throws what says nothing about the values */
  private async refusalOf(object: AdObject, changes: readonly AttributeChange[]): Promise<AdRefusal | null> {
    try {
      await this.session.modify(object, changes);
      return null;
    } catch (error) {
      if (error instanceof AdRefusal && error.kind === 'permanent' && !isAboutObject(error.code)) return error;
      throw error;
    }
  }
}

const refusedOf = ({ attribute }: AttributeChange, { code, detail }: AdRefusal): RefusedAttribute => ({
  attribute,
  code,
  subCode: detail.subCode ?? null,
});
