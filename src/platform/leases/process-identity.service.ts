import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { formatHolder, type Holder, isGone, parseHolder, type SeenProcess } from './holder';

/** Who this process is and whether another one still lives: abstract, so that tests can die without dying. */
export abstract class ProcessIdentity {
  /** The text that stands in the lease row for this process. */
  abstract self(): string;
  /** True only where it is certain: same machine, same boot, same process table and no such process. */
  abstract isGone(holder: string): boolean;
}

const readOrEmpty = (read: () => string): string => {
  try {
    return read().trim();
  } catch {
    return ''; // not Linux, or /proc is not mounted: then nothing is certain and only time frees a lease
  }
};

/** State and start time from /proc/PID/stat; the command's name may hold spaces and parentheses, so count from the last one (proc(5)). */
const stat = (pid: number): { state: string; startTime: string } => {
  const text = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
};

/** Signal 0 asks without disturbing; only ESRCH says that nobody is there (/proc may hide other users' processes). */
function see(pid: number): SeenProcess | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  const { state, startTime } = stat(pid);
  return { startTime, isZombie: state === 'Z' || state === 'X' };
}

export class SystemProcessIdentity extends ProcessIdentity {
  readonly #self: Holder = {
    hostname: hostname(),
    bootId: readOrEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')),
    pidNamespace: readOrEmpty(() => readlinkSync('/proc/self/ns/pid')).replace(/\D/g, ''),
    pid: process.pid,
    startTime: stat(process.pid).startTime,
  };

  self(): string {
    return formatHolder(this.#self);
  }

  isGone(text: string): boolean {
    const holder = parseHolder(text);
    return holder !== null && isGone(holder, this.#self, see(holder.pid));
  }
}
