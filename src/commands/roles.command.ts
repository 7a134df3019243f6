import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { Deputies } from '../auth/deputies.service';
import type { Reach } from '../auth/reach';
import { ROLES, type Role, isRole } from '../auth/role';
import { Roles } from '../auth/roles.service';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { LARGEST_LIMIT, type Page, type PageRequest } from '../platform/paging';
import { isLocalDate } from '../platform/time';
import { cliTexts } from '../texts/sv/cli';
import { roleCommandTexts as texts } from '../texts/sv/role-commands';
import { type Answer, EXIT, UsageError, table } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';

/** The words of `role`, `deputy` and `key`, as they were written. */
export interface RoleWords {
  hsaId?: string | undefined;
  role?: string | undefined;
  municipality?: string[] | undefined;
  everywhere?: boolean | undefined;
  /** The last that was written. */
  unit?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  manager?: string | undefined;
  past?: boolean | undefined;
}

/** Who decides at the terminal, and why. */
export interface Deciding {
  actor: Actor;
  reason: string;
}

/** `role list|grant|remove` and `deputy list|add|end`. At the terminal everything is within reach. */
@Injectable()
export class RolesCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly roles: Roles,
    private readonly deputies: Deputies,
  ) {}

  async list({ hsaId, role, municipality, past }: RoleWords): Promise<Answer> {
    const filter = { hsaId, role: role === undefined ? undefined : known(role), municipality: this.#one(municipality) ?? undefined, past };
    const all = await everyPage((page) => this.roles.list(everything(this.configuration), { ...filter, ...page }));
    return { json: all, lines: listed(all.map(texts.role)), status: EXIT.done };
  }

  async grant(hsaId: string, words: RoleWords, { actor, reason }: Deciding): Promise<Answer> {
    refusePersonalNumber(hsaId);
    const municipality = this.#place(words);
    const wish = { hsaId, role: known(words.role ?? ''), municipality, unit: words.unit?.at(-1) ?? null, ...period(words) };
    const granted = await this.roles.grant(everything(this.configuration), actor, reason, wish);
    return { json: granted, lines: [texts.granted(granted)], status: EXIT.done };
  }

  async remove(id: string, { actor, reason }: Deciding): Promise<Answer> {
    const removed = await this.roles.remove(everything(this.configuration), actor, reason, id);
    return { json: removed, lines: [texts.removed(removed)], status: EXIT.done };
  }

  async listDeputies({ past }: RoleWords): Promise<Answer> {
    const reader = { person: null, reach: everything(this.configuration) };
    const all = await everyPage((page) => this.deputies.list(reader, { past, ...page }));
    return { json: all, lines: listed(all.map(texts.deputy)), status: EXIT.done };
  }

  async addDeputy(deputyHsaId: string, words: RoleWords, { actor, reason }: Deciding): Promise<Answer> {
    const managerHsaId = words.manager ?? '';
    for (const written of [deputyHsaId, managerHsaId]) refusePersonalNumber(written);
    const { from, to } = period(words);
    if (to === null) throw new UsageError(texts.notADay('to'));
    const wish = { managerHsaId, deputyHsaId, municipality: this.#one(words.municipality), unit: words.unit?.at(-1) ?? null, from, to };
    const added = await this.deputies.add(actor, reason, wish);
    return { json: added, lines: [texts.appointed(added)], status: EXIT.done };
  }

  async endDeputy(id: string, { actor, reason }: Deciding): Promise<Answer> {
    const ended = await this.deputies.end(null, actor, reason, id);
    return { json: ended, lines: [texts.ended(ended)], status: EXIT.done };
  }

  /** Every municipality is said, never meant by leaving it out. */
  #place({ municipality, everywhere }: RoleWords): string | null {
    if (everywhere && municipality) throw new UsageError(texts.oneMunicipality);
    const one = this.#one(municipality);
    if (one === null && !everywhere) throw new UsageError(texts.whichMunicipality);
    return one;
  }

  #one(codes: string[] | undefined): string | null {
    const [code = null, ...others] = codes ?? [];
    if (others.length > 0) throw new UsageError(texts.oneMunicipality);
    const all = this.configuration.municipalities.map((one) => one.code);
    if (code !== null && !all.includes(code)) throw new UsageError(cliTexts.unknownMunicipality(code, all));
    return code;
  }
}

/** What there is to reach at the terminal. */
export const everything = ({ municipalities }: Pick<Configuration, 'municipalities'>): Reach =>
  municipalities.map(({ code }) => ({ municipality: code, unit: null }));

export async function everyPage<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await list({ after, limit: LARGEST_LIMIT });
    all.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return all;
}

export const listed = (rows: string[][]): string[] => (rows.length === 0 ? [cliTexts.nothing] : table(rows));

/** @throws UsageError for a text that is no day */
export function dayOf(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!isLocalDate(text)) throw new UsageError(texts.notADay(option));
  return text;
}

const period = ({ from, to }: RoleWords) => ({ from: dayOf('from', from), to: dayOf('to', to) });

function known(text: string): Role {
  if (!isRole(text)) throw new UsageError(texts.unknownRole([...ROLES]));
  return text;
}
