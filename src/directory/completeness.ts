import { directoryTexts } from '../texts/sv/directory';
import type { CompleteRead, ReadRefusal } from './directory-source';

/** What a source can show for having read everything. */
export interface ReadEvidence {
  /** What was read, as it may be named in a message: a file's name, a server. */
  source: string;
  /** True when what was read changed meanwhile. */
  hasChanged: boolean;
  /** `none`: the source could have one and has not; `not-applicable`: it is proven in another way. */
  manifest: { expectedRecords: number; records: number; digestAgrees: boolean } | 'none' | 'not-applicable';
  sentinel: 'found' | 'missing' | 'none';
  /** How many HSA-ids are known from before. */
  known: number;
  /** Whether anybody that matters was seen: known from before, or with the role and an entry that can be used. */
  anybodySeen: boolean;
}

export type Completeness = { outcome: 'complete'; warnings: CompleteRead['warnings'] } | ReadRefusal;

/**
 * Whether a read may be taken for the whole catalogue: incomplete is never gone. The first row that fits.
 *
 * | evidence | outcome |
 * |---|---|
 * | changed while it was read | incomplete: changed-while-read |
 * | the manifest has another number of records | incomplete: manifest-disagrees |
 * | the manifest has another digest | incomplete: manifest-disagrees |
 * | the sentinel is configured and not found | incomplete: sentinel-missing |
 * | people are known from before, and neither one of them nor anyone with the role is there | incomplete: nobody-left |
 * | anything else | complete; warns of no manifest and of no sentinel |
 *
 * Everyone known still there, but without the role, is no row of its own: the role seen to be gone is evidence, and
 * the brake stops it where they are many.
 */
export function judgeCompleteness(evidence: ReadEvidence): Completeness {
  const { source, manifest, sentinel, known, anybodySeen } = evidence;
  const texts = directoryTexts.incomplete;
  if (evidence.hasChanged) return incomplete('changed-while-read', texts.changedWhileRead(source));
  if (typeof manifest === 'object') {
    const { expectedRecords, records, digestAgrees } = manifest;
    if (expectedRecords !== records) return incomplete('manifest-disagrees', texts.manifestRecords(source, expectedRecords, records));
    if (!digestAgrees) return incomplete('manifest-disagrees', texts.manifestDigest(source));
  }
  if (sentinel === 'missing') return incomplete('sentinel-missing', texts.sentinelMissing(source));
  if (known > 0 && !anybodySeen) return incomplete('nobody-left', texts.nobodyLeft(source, known));
  return {
    outcome: 'complete',
    warnings: [
      ...(manifest === 'none' ? [{ code: 'no-manifest', detail: directoryTexts.warnings.noManifest(source) }] : []),
      ...(sentinel === 'none' ? [{ code: 'no-sentinel', detail: directoryTexts.warnings.noSentinel(source) }] : []),
    ],
  };
}

const incomplete = (code: string, reason: string): ReadRefusal => ({ outcome: 'incomplete', code, reason });
