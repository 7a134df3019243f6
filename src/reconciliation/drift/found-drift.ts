import type { ChangedAttribute, DriftKind } from '../../external-ad/drift';
import type { DriftOutcome } from '../../texts/sv/ad-drift';

/** One thing that is otherwise in the AD than it should, as a person is told of it. */
export interface FoundDrift {
  kind: DriftKind;
  /** Null where no account of ours is meant. */
  hsaId: string | null;
  /** Where it lies, of what is not where it should be; null for a protected person, and where nobody knows whose it is. */
  dn: string | null;
  /** Of what is no account of ours. */
  objectGuid: string | null;
  /** Names, never values; none where it is about something else. */
  attributes: ChangedAttribute[];
  /** The group's own name; null where it is about something else. */
  group: string | null;
  /** What of; null for an account of ours. */
  object: 'user' | 'group' | 'member' | null;
  /** Of an account that was moved: out of our OU. */
  isOutside: boolean;
  outcome: DriftOutcome;
}

export type AdComparisonStatus = 'completed' | 'halted' | 'incomplete' | 'failed' | 'previewed';

/** What came of one comparison; the contract of `ad compare --json`. */
export interface AdComparison {
  status: AdComparisonStatus;
  /** `host:port` of the controller that answered; null where none did. */
  server: string | null;
  /** Its `invocationId`. */
  controller: string | null;
  /** Accounts that could be held against the AD, and objects that were read in full. */
  compared: number;
  read: number;
  /** Accounts that wait to be written as they should be. */
  healed: number;
  municipalities: MunicipalityDrift[];
  /** Why it is not complete, halted or failed: Swedish sentences without personal data. */
  reason: string | null;
  durationMs: number;
}

export interface MunicipalityDrift {
  /** `-` for what belongs to none. */
  municipality: string;
  /** What tripped the brake, ready sentences. */
  tripped: string[];
  drifts: FoundDrift[];
}
