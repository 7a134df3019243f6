import { withoutBlanks } from './blanks';

/** How the configured system role stands in an entry. */
export type RoleReading =
  { kind: 'exact' } | { kind: 'near'; value: string; why: 'case' | 'spaces' | 'unit-suffix' | 'similar' } | { kind: 'none' };

type NearReason = Extract<RoleReading, { kind: 'near' }>['why'];

/** Nearest first: what is shown when several values are nearly right. */
const NEAREST: NearReason[] = ['case', 'spaces', 'unit-suffix', 'similar'];

/**
 * Reads the values of `hsaSystemRole`, each `system;role`. Servers compare without case and ignore spaces: here only
 * the very same text is the role.
 *
 * | a value, where `RJH;LINK` is configured | reading |
 * |---|---|
 * | `RJH;LINK` (whatever stands beside it) | exact |
 * | `rjh;link`: differs in case | near: case |
 * | `RJH; LINK`, with no-break or zero-width spaces too | near: spaces |
 * | `RJH;LINK-SE2120002502-U001`: a unit after a hyphen | near: unit-suffix |
 * | `RJH:LINK`, `RJH,LINK`: another separator; wide letters | near: similar |
 * | `RJH;LINK2`, `XRJH;LINK`, `RJH;LINK;X`: holds it | near: similar |
 * | `RJH;LIKN`, `RJ;LINK`: one slip of the keyboard away | near: similar |
 * | `RJH;COSMIC`, `INTYG;Rehab-SE2321000156-1A2B`, no value | none |
 */
export function readSystemRole(values: readonly string[], configured: string): RoleReading {
  if (values.includes(configured)) return { kind: 'exact' };
  const near = [...values].sort().flatMap((value) => {
    const why = nearness(value, configured);
    return why ? [{ kind: 'near' as const, value, why }] : [];
  });
  near.sort((one, other) => NEAREST.indexOf(one.why) - NEAREST.indexOf(other.why));
  return near[0] ?? { kind: 'none' };
}

function nearness(value: string, configured: string): NearReason | null {
  const wanted = configured.toLowerCase();
  if (value.toLowerCase() === wanted) return 'case';
  const squeezed = withoutBlanks(value.toLowerCase());
  if (squeezed === wanted) return 'spaces';
  if (squeezed.startsWith(`${wanted}-`)) return 'unit-suffix';
  const folded = squeezed.normalize('NFKC').replace(/[:,.|/]/g, ';');
  return folded.includes(wanted) || isOneSlipAway(folded, wanted) ? 'similar' : null;
}

/** One letter added, left out, changed, or two neighbours swapped. */
function isOneSlipAway(text: string, wanted: string): boolean {
  if (Math.abs(text.length - wanted.length) > 1) return false;
  let start = 0;
  while (start < text.length && text[start] === wanted[start]) start++;
  const left = text.slice(start);
  const right = wanted.slice(start);
  const isChanged = left.slice(1) === right.slice(1);
  const isAdded = left.slice(1) === right;
  const isLeftOut = left === right.slice(1);
  const isSwapped = left.at(0) === right.at(1) && left.at(1) === right.at(0) && left.slice(2) === right.slice(2);
  return isChanged || isAdded || isLeftOut || isSwapped;
}
