import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from './installation';
import type { Finished, StartOptions } from './process';

const preload = join(__dirname, 'kill-at.cjs');

/** A moment of a process's life: just before its `number`th deed. */
export interface KillPoint {
  number: number;
  deed: string;
}

/** Runs a command undisturbed and lists what it did to its database, files and connections, in order. */
export async function listDeeds(
  installation: Installation,
  command: string | readonly string[],
): Promise<{ finished: Finished; deeds: string[] }> {
  const file = join(installation.path, 'deeds.json');
  const finished = await installation.run(command, { preload, env: { DEEDS_FILE: file } });
  return { finished, deeds: JSON.parse(readFileSync(file, 'utf8')) as string[] };
}

export const killedAt = ({ number }: KillPoint): StartOptions => ({ preload, env: { KILL_AT: String(number) } });

/**
 * So many points of a process's life: around each deed that `always` names, and the rest spread evenly (multiples of the
 * golden ratio do that, however many are asked for).
 */
export function killPoints(
  deeds: readonly string[],
  count: number,
  always: (deed: string, index: number) => boolean = () => false,
): KillPoint[] {
  const chosen = new Set(
    deeds.flatMap((deed, index) => (always(deed, index) ? [index, index + 1] : [])).filter((index) => index < deeds.length),
  );
  for (let turn = 0; chosen.size < Math.min(count, deeds.length); turn += 1) chosen.add(Math.floor(((turn * 0.618034) % 1) * deeds.length));
  if (chosen.size > count) throw new Error(`${chosen.size} points must be there and only ${count} are wanted`);
  return [...chosen].sort((one, other) => one - other).map((index) => ({ number: index + 1, deed: deeds[index] ?? '' }));
}
