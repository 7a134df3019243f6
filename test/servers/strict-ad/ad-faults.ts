import type { CutManner } from '../chaos-proxy';

/** `enable` and `disable` write `userAccountControl`, perhaps among other things; `join` and `leave` write a group. */
export type WriteKind = 'create' | 'modify' | 'enable' | 'disable' | 'join' | 'leave' | 'move' | 'delete';

export interface RecordedWrite {
  kind: WriteKind;
  /** Lower-case name of the most specific: `user`, `group`, `organizationalunit`; empty where there is no such object. */
  objectClass: string;
  /** Of the object that was asked for, as AD wrote it then; of a group, where somebody joined or left. */
  dn: string;
  /** As they were written, in order. */
  attributes: string[];
  /** `host:port` of the controller. */
  server: string;
}

export interface RefusedWrite extends RecordedWrite {
  /** RFC 4511. */
  code: number;
  diagnostic: string;
}

export interface Fault {
  /** Only of this kind; all where it is left out. */
  kind?: WriteKind;
  /** Only these; all where it is left out. */
  of?: (write: RecordedWrite) => boolean;
  /** Which of those that fit, counted from now, from 1; `every`: each of them. Default: 1. */
  nth?: number | 'every';
  /** Called when it comes to that, before anything else is done: the place to end a process. */
  meanwhile?: () => void;
  /** Left out: nothing but what is done meanwhile. */
  does?: CutConnection | RefuseWrite;
}

export interface CutConnection {
  cut: CutManner;
  /**
   * - `unread`: the request has come, perhaps half of it; nothing is written.
   * - `unanswered`: it is written.
   * - `half-answered`: it is written, and half of the answer is sent.
   * - `answered`: it is written and answered; the next request meets the cut.
   */
  when: 'unread' | 'unanswered' | 'half-answered' | 'answered';
}

/** Nothing is written. */
export interface RefuseWrite {
  /** RFC 4511: 51 busy, 52 unavailable. */
  code: number;
  diagnostic: string;
}

/** Who does what to which write. */
export class Faults {
  readonly #faults: { fault: Fault; met: number }[] = [];

  add(...faults: readonly Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, met: 0 })));
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** The first that is due; those that count are counted. */
  due(write: RecordedWrite): Fault | null {
    const fitting = this.#faults.filter(({ fault }) => (fault.kind ?? write.kind) === write.kind && fault.of?.(write) !== false);
    for (const one of fitting) one.met++;
    return fitting.find(({ fault: { nth = 1 }, met }) => nth === 'every' || nth === met)?.fault ?? null;
  }
}

export const BUSY: RefuseWrite = { code: 51, diagnostic: '0000200E: SvcErr: DSID-031A12D2, problem 5001 (BUSY), data 0\n\0' };
export const UNAVAILABLE: RefuseWrite = { code: 52, diagnostic: '0000200F: SvcErr: DSID-031A12D2, problem 5002 (UNAVAILABLE), data 0\n\0' };
/** A controller that only reads refers writes to another. */
export const READ_ONLY: RefuseWrite = {
  code: 10,
  diagnostic: "0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: 'ad.example.se'\n\0",
};
