/** What identifies a process for good: a bare pid is used again, within seconds on a busy machine. */
export interface Holder {
  hostname: string;
  /** Changes when the machine restarts; empty where the system does not tell (other than Linux). */
  bootId: string;
  /** Two containers on one machine have the same boot id and each a process 1. */
  pidNamespace: string;
  pid: number;
  /** Clock ticks from boot to the process's start (proc(5), field 22 of `stat`); empty where unknown. */
  startTime: string;
}

export const formatHolder = (holder: Holder): string =>
  [holder.hostname.replaceAll('|', '_').slice(0, 64), holder.bootId, holder.pidNamespace, String(holder.pid), holder.startTime].join('|');

const HOLDER = /^([^|]*)\|([^|]*)\|([^|]*)\|(\d+)\|([^|]*)$/;

/** Null for a text that this version did not write. */
export function parseHolder(text: string): Holder | null {
  const [, hostname = '', bootId = '', pidNamespace = '', pid = '', startTime = ''] = HOLDER.exec(text) ?? [];
  return pid === '' ? null : { hostname, bootId, pidNamespace, pid: Number(pid), startTime };
}

/** True where a pid means the same process table for both, so that one may judge of the other's life. */
export const sharesProcessTable = (one: Holder, other: Holder): boolean =>
  one.bootId !== '' &&
  one.pidNamespace !== '' &&
  one.hostname === other.hostname &&
  one.bootId === other.bootId &&
  one.pidNamespace === other.pidNamespace;

/** What is seen of a process now; null when there is none with that pid. */
export interface SeenProcess {
  startTime: string;
  /** Killed but not yet collected by its parent: it runs no more. */
  isZombie: boolean;
}

/**
 * May a lease be taken from a holder before its time is up?
 *
 * | process table | pid now        | start time | gone |
 * |---------------|----------------|------------|------|
 * | another       | any            | any        | no   |
 * | the same      | none           | -          | yes  |
 * | the same      | zombie         | any        | yes  |
 * | the same      | there          | another    | yes  |
 * | the same      | there          | the same   | no   |
 * | the same      | there          | unknown    | no   |
 */
export function isGone(holder: Holder, self: Holder, seen: SeenProcess | null): boolean {
  if (!sharesProcessTable(holder, self)) return false;
  if (seen === null || seen.isZombie) return true;
  return seen.startTime !== '' && holder.startTime !== '' && seen.startTime !== holder.startTime;
}
