import { displayTime } from '../platform/time';
import type { ShownCase } from '../service-desk/show-case.service';
import { caseFieldTexts, caseLines } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';

/** A case for a terminal: how it stands, what to enter, what is in the way, what has been done. */
export function linesOfCase(shown: ShownCase): string[] {
  const { number, event, state, openedAt } = shown;
  return [
    caseLines.heading(number, event, state, displayTime(openedAt)),
    ...standing(shown).map(indented),
    ...(shown.facts ? factLines(shown.facts) : [`  ${caseLines.protected}`]),
    ...listed(
      caseLines.toEnter,
      (shown.enter ?? []).map(({ label, value }) => `${label}: ${value}`),
    ),
    ...listed(
      caseLines.inTheWay,
      shown.blockers.map(({ text, ownerText, since }) =>
        cliTexts.blocker(text, ownerText, since && displayTime(since)).replace(/^ *- /, ''),
      ),
    ),
    ...listed(caseLines.changedSince, (shown.changesSinceClaim ?? []).map(changeLine)),
    ...listed(
      caseLines.grants,
      shown.grants.map(({ unitHsaId, grantedAt, grantedBy, removedAt }) =>
        caseLines.grant(unitHsaId ?? caseLines.unknownUnit, displayTime(grantedAt), grantedBy, removedAt && displayTime(removedAt)),
      ),
    ),
    ...listed(
      caseLines.notes,
      shown.notes.map(({ at, by, text }) => `${displayTime(at)} ${by}: ${text ?? caseLines.protected}`),
    ),
    ...shown.history.map(
      ({ event: what, at, mail }) =>
        `  ${displayTime(at)} ${caseLines.events[what as keyof typeof caseLines.events]}${mail === null ? '' : ` – ${caseLines.mail} ${caseLines.mailStates[mail.state as keyof typeof caseLines.mailStates]}`}`,
    ),
    ...shown.history.flatMap(({ changes }) => (changes ?? []).map((change) => `    ${changeLine(change)}`)),
  ];
}

function standing({ state, event, grantable, dueAt, isLate, ageDays, claimedBy, claimedAt, returnedTo, returnedAt }: ShownCase): string[] {
  if (state === 'done' || state === 'superseded') return [];
  const needsGrant = event === 'new' || event === 'reinstated';
  return [
    `${caseLines.due(displayTime(dueAt), isLate)} ${caseLines.age(ageDays)}.`,
    ...(needsGrant ? [grantable ? caseLines.ready : caseLines.notReady] : []),
    ...(claimedBy !== null && claimedAt !== null ? [caseLines.claimedBy(claimedBy, displayTime(claimedAt))] : []),
    ...(returnedTo !== null && returnedAt !== null ? [caseLines.returnedTo(returnedTo, displayTime(returnedAt))] : []),
  ];
}

const factLines = (facts: NonNullable<ShownCase['facts']>): string[] =>
  [
    [caseFieldTexts.hsaId, facts.hsaId],
    [caseFieldTexts.name, facts.name],
    [caseFieldTexts.municipality, facts.municipality],
    [caseFieldTexts.unit, facts.unit && [facts.unit.path.join(' / '), facts.unit.hsaId].filter(Boolean).join(', ')],
    [caseFieldTexts.titles, facts.titles.join(', ')],
    [caseFieldTexts.prescriberCode, facts.prescriberCode],
    [caseFieldTexts.commissions, facts.commissions.map(({ name, purpose }) => [name, purpose].filter(Boolean).join(', ')).join('; ')],
    [
      caseFieldTexts.period,
      [facts.startDate, facts.endDate]
        .map((day) => day ?? '')
        .join(' – ')
        .trim(),
    ],
    [caseFieldTexts.accountName, facts.accountName],
    [caseFieldTexts.userPrincipalName, facts.userPrincipalName],
    [caseFieldTexts.reason, facts.reason],
  ].flatMap(([label, value]) => (value && value !== '–' ? [`  ${label ?? ''}: ${value}`] : []));

const changeLine = ({ field, before, after }: NonNullable<ShownCase['changesSinceClaim']>[number]): string =>
  `${caseLines.fields[field]}: ${before ?? '-'} → ${after ?? '-'}`;

const indented = (line: string): string => `  ${line}`;

const listed = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${heading}`, ...lines.map((line) => `    ${line}`)];
