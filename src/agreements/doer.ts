import type { Actor } from '../audit/actor';

/** Who reads or does something, and the trace id that ties together all that comes of it. */
export interface Doer {
  actor: Actor;
  /** The same in the role that reaches a municipality, where who asks has several. */
  actorIn?: (municipality: string | null) => Actor;
  traceId: string;
}
