import type { AccessFacts } from '../access/facts';
import { linkTexts as texts, roleTexts } from '../texts/sv/trail';
import type { Instant } from '../platform/time';
import { type Link, LINKS } from './links';

export interface TrailLink {
  link: Link;
  name: string;
  /** Whether it holds. */
  holds: boolean;
  text: string;
  at: Instant | null;
  /** HSA-id, or what the audit trail knows who did it by. */
  by: string | null;
  /** What shows it: numbers, versions, DN, stamp, the exact role value. Less of it for a protected person. */
  evidence: Record<string, unknown> | null;
}

/** An audit row about the person, as far as a link needs it. */
export interface LinkedRow {
  at: Instant;
  action: string;
  actor: { name: string; role?: string };
  /** As the row left them; absent where its payload does not hold them. */
  facts?: Pick<AccessFacts, 'order' | 'grants'> | undefined;
  /** Of a row about the account in the AD. */
  account?: { effect?: unknown; steps?: unknown; attributes?: unknown; code?: unknown } | undefined;
}

interface Context {
  /** `system;role` that gives access, exactly. */
  systemRole: string;
  isProtected: boolean;
}

/**
 * The links as facts and audit trail show them at one moment.
 *
 * | link        | holds where                                            | shown by                                      |
 * |-------------|--------------------------------------------------------|-----------------------------------------------|
 * | order       | an order counts                                        | number, role in Cosmic, from, to              |
 * | authority   | the trail shows who placed it, in which role           | role                                          |
 * | directory   | a readable entry carries exactly the role value        | DN, stamp, entryUUID, the value; not DN where protected |
 * | account     | what is applied in the AD is what is desired           | versions, last write and what it came to      |
 * | agreement   | one is there that is not withdrawn                     | version, signed, received, until              |
 * | grant       | a grant that has not been removed                      | each with its unit; without where protected   |
 * | information | somebody was told of such a grant                      | when                                          |
 */
export function trailLinks(facts: AccessFacts, rows: readonly LinkedRow[], context: Context): TrailLink[] {
  const made: Record<Link, Omit<TrailLink, 'link' | 'name'>> = {
    order: orderLink(facts),
    authority: authorityLink(facts, rows),
    directory: directoryLink(facts, context),
    account: accountLink(facts, rows),
    agreement: agreementLink(facts),
    grant: grantLink(facts, context),
    information: informationLink(facts),
  };
  return LINKS.map((link) => ({ link, name: texts.name[link], ...made[link] }));
}

type Made = Omit<TrailLink, 'link' | 'name'>;

const missing = (text: string): Made => ({ holds: false, text, at: null, by: null, evidence: null });

function orderLink({ order }: AccessFacts): Made {
  if (!order) return missing(texts.noOrder);
  const { number, cosmicRole, from, to, orderedAt, endedAt, state } = order;
  const holds = state === 'active';
  return {
    holds,
    text: holds ? texts.ordered(number, cosmicRole) : texts.orderEnded(number),
    at: holds ? orderedAt : (endedAt ?? orderedAt),
    by: null,
    evidence: { number, cosmicRole, from, to },
  };
}

function authorityLink({ order }: AccessFacts, rows: readonly LinkedRow[]): Made {
  if (!order) return missing(texts.nobodyOrdered);
  const placed = rows.find(({ facts }) => facts?.order?.number === order.number);
  if (!placed) return missing(texts.unknownOrderer);
  const { name, role = null } = placed.actor;
  return {
    holds: role !== null,
    text: texts.orderedBy(name, role === null ? null : (roleTexts[role] ?? role)),
    at: placed.at,
    by: name,
    evidence: { role, order: order.number },
  };
}

function directoryLink({ hsa }: AccessFacts, { systemRole, isProtected }: Context): Made {
  if (!hsa) return missing(texts.notRead);
  const holds = hsa.state === 'present' && hsa.hasSystemRole;
  const role = hsa.hasSystemRole ? texts.hasRole(systemRole) : texts.lacksRole(systemRole);
  return {
    holds,
    text: hsa.state === 'absent' ? texts.absent : hsa.state === 'refused' ? texts.refused : role,
    at: hsa.since,
    by: null,
    evidence: {
      dn: isProtected ? null : (hsa.person?.dn ?? null),
      stamp: hsa.person?.stamp ?? null,
      entryUuid: hsa.person?.entryUuid ?? null,
      systemRole: hsa.hasSystemRole ? systemRole : null,
    },
  };
}

function accountLink({ account }: AccessFacts, rows: readonly LinkedRow[]): Made {
  if (!account) return missing(texts.noAccount);
  const { accountName, desiredVersion, appliedVersion, appliedAt, refused, deletedAt } = account;
  const holds = deletedAt === null && refused === null && appliedVersion === desiredVersion;
  const last = rows.findLast(({ action }) => action.startsWith('account-'));
  const standing = refused ? texts.accountRefused : holds ? texts.accountApplied : texts.accountWaits;
  return {
    holds,
    text: (deletedAt === null ? standing : texts.accountDeleted)(accountName),
    at: deletedAt ?? refused?.since ?? appliedAt,
    by: last?.actor.name ?? null,
    evidence: {
      ...{ accountName, desiredVersion, appliedVersion, enabled: account.desiredEnabled },
      refused: refused?.code ?? null,
      lastWrite: last ? { at: last.at, result: last.account?.effect ?? null, steps: last.account?.steps ?? null } : null,
    },
  };
}

function agreementLink({ agreement }: AccessFacts): Made {
  if (!agreement) return missing(texts.noAgreement);
  const { id, version, source, signedOn, receivedOn, validTo, withdrawnAt, replacedFrom } = agreement;
  const signed = source === 'baseline' ? texts.agreementBaseline : texts.agreement(version);
  return {
    holds: withdrawnAt === null,
    text: withdrawnAt === null ? signed : texts.agreementWithdrawn(version),
    at: withdrawnAt,
    by: null,
    evidence: { id, version, source, signedOn, receivedOn, validTo, replacedFrom },
  };
}

function grantLink({ grants }: AccessFacts, { isProtected }: Context): Made {
  const last = grants.toSorted((one, other) => (one.grantedAt < other.grantedAt ? -1 : 1)).at(-1);
  if (!last) return missing(texts.noGrant);
  const open = grants.filter(({ removedAt }) => removedAt === null);
  return {
    holds: open.length > 0,
    text: open.length > 0 ? texts.granted : texts.grantRemoved,
    at: open.length > 0 ? last.grantedAt : last.removedAt,
    by: last.grantedBy,
    evidence: {
      grants: grants.map(({ unitHsaId, source, grantedAt, grantedBy, removedAt }) => ({
        ...{ unitHsaId: isProtected ? null : unitHsaId, source, grantedAt, grantedBy, removedAt },
      })),
    },
  };
}

function informationLink({ grants }: AccessFacts): Made {
  const told = grants.filter(({ removedAt, informedAt }) => removedAt === null && informedAt !== null).map((one) => one.informedAt);
  const at = told.toSorted().at(-1) ?? null;
  return at === null ? missing(texts.notInformed) : { holds: true, text: texts.informed, at, by: null, evidence: null };
}
