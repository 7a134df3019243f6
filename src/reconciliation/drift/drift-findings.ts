import type { DriftKind } from '../../external-ad/drift';
import type { Finding } from '../../findings/finding';
import { driftTexts } from '../../texts/sv/ad-drift';
import type { FoundDrift } from './found-drift';

/** Findings about the AD, which a sync says nothing of. */
const PREFIX = 'ad-drift-';
/** As the kind stands in findings. */
export const driftKind = (kind: DriftKind): string => `${PREFIX}${kind}`;

const NOT_COMPARED = `${PREFIX}not-compared`;

/** Of one kind in one municipality more than this become one finding with a number: nobody reads a thousand. */
const AT_MOST = 100;

/** What a comparison that came to its end has anything to say of. */
export const isAboutDrift = ({ kind }: Pick<Finding, 'kind'>): boolean => kind.startsWith(PREFIX);

export const isNotCompared = ({ kind }: Pick<Finding, 'kind'>): boolean => kind === NOT_COMPARED;

export const notCompared = (reason: string): Finding => ({
  kind: NOT_COMPARED,
  hsaId: null,
  dn: null,
  detail: driftTexts.notCompared(reason),
});

export const HEALING_HALTED = `${PREFIX}halted`;

/** The findings of one municipality. @param tripped what halts the healing; empty where nothing does */
export function driftFindings(drifts: readonly FoundDrift[], tripped: readonly string[]): Finding[] {
  const halted: Finding[] =
    tripped.length === 0 ? [] : [{ kind: HEALING_HALTED, hsaId: null, dn: null, detail: driftTexts.halted(tripped) }];
  const byKind = Map.groupBy(drifts, ({ kind }) => driftKind(kind));
  return [
    ...halted,
    ...[...byKind].flatMap(([kind, all]): Finding[] =>
      all.length > AT_MOST
        ? [{ kind, hsaId: null, dn: null, detail: driftTexts.many(all.length), about: 'many' }]
        : all.map((drift) => ({ kind, hsaId: drift.hsaId, dn: drift.dn, detail: driftSentence(drift), about: aboutOf(drift) })),
    ),
  ];
}

/** The object tells apart where no HSA-id does; the place of one may change. */
const aboutOf = ({ group, objectGuid }: FoundDrift): string => [group, objectGuid].filter((part) => part !== null).join('|');

export function driftSentence({ kind, attributes, group, object, objectGuid, isOutside, outcome }: FoundDrift): string {
  switch (kind) {
    case 'changed':
      return driftTexts.changed(attributes, outcome);
    case 'missing':
      return driftTexts.missing(outcome);
    case 'unconfirmed':
      return driftTexts.unconfirmed;
    case 'moved':
      return isOutside ? driftTexts.movedOut : driftTexts.moved(outcome);
    case 'enabled':
      return driftTexts.enabled(outcome);
    case 'group-added':
      return object === 'member' ? driftTexts.strangeMember(group ?? '', objectGuid) : driftTexts.groupAdded(group ?? '', outcome);
    case 'group-removed':
      return driftTexts.groupRemoved(group ?? '', outcome);
    case 'unknown':
      return object === 'group' ? driftTexts.unknownGroup(objectGuid ?? '') : driftTexts.unknownUser(objectGuid ?? '');
    case 'unlinked-duplicate':
      return driftTexts.duplicate(objectGuid ?? '');
    case 'returned':
      return driftTexts.returned(objectGuid ?? '', outcome);
  }
}
