import type { Finding } from '../findings/finding';
import { adQueueTexts } from '../texts/sv/ad-queue';
import type { Tried } from './account-queue';
import type { RefusedAttribute } from './account.types';
import { limitOf } from './limits';

/** Of all kinds about an account in a real AD. */
export const AD_FINDINGS = 'ad-';

/** Those of the comparison, which opens and closes them itself. */
const COMPARISON_PREFIX = 'ad-drift-';

/** The object of an account that was to be disabled is where nobody sees it: the finding stays for as long as that is so. */
export const LEAVER_GONE = `${AD_FINDINGS}leaver-gone`;

/** About an account in the AD, whoever found it: no read of a catalogue says whether it still holds. */
export const isAboutAd = (kind: string): boolean => kind.startsWith(AD_FINDINGS);

/** Opened and closed by the queue. */
export const isOfQueue = (kind: string): boolean => isAboutAd(kind) && !kind.startsWith(COMPARISON_PREFIX);

/**
 * What the queue has found of an account when a try has ended; null where nothing is known that was not known before.
 *
 * | came to              | code                               | findings                                     |
 * |----------------------|------------------------------------|----------------------------------------------|
 * | applied              |                                    | one for each attribute that was refused      |
 * | applied, by its object being gone when it was to be disabled | | `ad-leaver-gone`                       |
 * | refused              | has a kind of its own              | of that kind, and one for each attribute     |
 * | refused              | any other                          | `ad-refused`, and one for each attribute     |
 * | waits                | has a kind of its own              | of that kind                                 |
 * | waits                | any other                          | null: it may go by itself                    |
 *
 * A group that the account is in and that is not ours: `ad-group-not-ours`, once, instead of one for the attribute.
 * No DN: it names a protected person's account as well as anybody's.
 *
 * @param wasThere the account was linked before the try, and is not to be deleted
 */
export function findingsOf(hsaId: string, tried: Tried, wasThere: boolean): Finding[] | null {
  const attributes = 'refused' in tried ? tried.refused : [];
  const found = attributes.map((refused) => ({ hsaId, dn: null, about: refused.attribute, ...told(refused) }));
  if (isAbsent(tried) && wasThere) return [{ kind: LEAVER_GONE, hsaId, dn: null, detail: adQueueTexts.held('leaver-gone') }];
  if (tried.kind === 'applied') return found;
  const own = ownKind(tried.code);
  if (tried.kind === 'waits' && !own) return null;
  const held = { kind: own ?? 'ad-refused', hsaId, dn: null, detail: adQueueTexts.held(tried.code) };
  return [held, ...found.filter(({ kind }) => kind !== held.kind)];
}

/** Null where there is none. */
function ownKind(code: string): string | null {
  const kind = `${AD_FINDINGS}${code}`;
  return Object.hasOwn(adQueueTexts.kinds, kind) ? kind : null;
}

function told({ attribute, code, subCode }: RefusedAttribute): Pick<Finding, 'kind' | 'detail'> {
  const ofGroups = attribute === 'memberOf' ? ownKind(code) : null;
  if (ofGroups) return { kind: ofGroups, detail: adQueueTexts.held(code) };
  return { kind: 'ad-attribute-refused', detail: adQueueTexts.attribute(attribute, code, subCode, limitOf(attribute)) };
}

/** There is no object, and none is to be. */
export const isAbsent = (tried: Tried): boolean => tried.kind === 'applied' && tried.found === null;
