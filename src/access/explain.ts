import type { Person } from '../people/person';
import type { Instant } from '../platform/time';
import { blockerText, ownerText, stageText } from '../texts/sv/access';
import { directoryTexts } from '../texts/sv/directory';
import { type Assessment, assess, type Blocker } from './assess';
import type { AccessFacts, AccessPolicy } from './facts';

export interface ExplainedBlocker {
  reason: string;
  text: string;
  owner: string;
  ownerText: string;
  since: Instant | null;
}

export interface Explanation {
  stage: Assessment['stage'];
  stageText: string;
  entitledToAccount: boolean;
  held: boolean;
  grantable: boolean;
  /** What is first in the way first, each with who can mend it. */
  blockers: ExplainedBlocker[];
  facts: ShownFacts;
}

/** The facts without what nobody needs to see (the keyed hash) and, for a protected person, without what nobody may see. */
export type ShownFacts = Omit<AccessFacts, 'hsa' | 'account'> & {
  hsa: (Omit<NonNullable<AccessFacts['hsa']>, 'person'> & { person: ShownPerson | null }) | null;
  account: object | null;
};
export type ShownPerson = Omit<Person, 'personalNumberHash'> | { hsaId: string; isProtected: true };

/** Why somebody has access, or which step is first in the way: from the facts of one moment. */
export function explain(facts: AccessFacts, policy: AccessPolicy, at: Instant, isProtectedNow = false): Explanation {
  const { stage, entitledToAccount, held, grantable, blockers } = assess(facts, policy, at);
  return {
    stage,
    stageText: stageText[stage],
    entitledToAccount,
    held,
    grantable,
    blockers: blockers.map(explainedBlocker),
    facts: shown(facts, isProtectedNow),
  };
}

/** A blocker in words. */
export const explainedBlocker = ({ reason, owner, since }: Blocker): ExplainedBlocker => ({
  reason,
  text: blockerText[reason],
  owner,
  ownerText: ownerText[owner],
  since,
});

function shown(facts: AccessFacts, isProtectedNow: boolean): ShownFacts {
  const { hsa, account } = facts;
  const person = hsa?.person ?? null;
  if (isProtectedNow || person?.isProtected) return masked(facts);
  return { ...facts, hsa: hsa && { ...hsa, person: person && withoutHash(person) }, account };
}

/** Once protected, a person is masked in every telling, also of days before the protection: no name, contact or unit. */
function masked({ hsa, account, grants, ...rest }: AccessFacts): ShownFacts {
  const person = hsa?.person && { hsaId: hsa.person.hsaId, isProtected: true as const };
  return {
    ...rest,
    hsa: hsa && {
      ...hsa,
      person: person ?? null,
      problems: hsa.problems.map(({ kind, attribute }) => ({ kind, attribute })),
      nearMiss: hsa.nearMiss && directoryTexts.notShown,
    },
    account: account && withoutAttributes(account),
    grants: grants.map((grant) => ({ ...grant, unitHsaId: null })),
  };
}

function withoutHash({ personalNumberHash: _hash, ...rest }: Person): ShownPerson {
  return rest;
}

function withoutAttributes(account: NonNullable<AccessFacts['account']>): object {
  const { desired: _desired, applied: _applied, ...flags } = account;
  return flags;
}
