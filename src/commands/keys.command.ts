import { Inject, Injectable } from '@nestjs/common';
import { KEY_PERMISSIONS } from '../auth/api-key';
import { ApiKeys } from '../auth/api-keys.service';
import { isPermission } from '../auth/permission';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { roleCommandTexts as texts } from '../texts/sv/role-commands';
import { type Answer, EXIT, UsageError } from './output.cli';
import { type Deciding, dayOf, everyPage, everything, listed } from './roles.command';

export interface KeyWords {
  permission?: string[] | undefined;
  municipality?: string[] | undefined;
  everywhere?: boolean | undefined;
  to?: string | undefined;
}

/** `key list|create|revoke`: keys of programs that use the API. */
@Injectable()
export class KeysCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly keys: ApiKeys,
  ) {}

  async list(past: boolean): Promise<Answer> {
    const all = await everyPage((page) => this.keys.list(everything(this.configuration), { past, ...page }));
    return { json: all, lines: listed(all.map(texts.key)), status: EXIT.done };
  }

  /** The one answer that shows the key. */
  async create(name: string, { permission, municipality, everywhere, to }: KeyWords, { actor, reason }: Deciding): Promise<Answer> {
    if (!isKeyName(name)) throw new UsageError(texts.nameForm);
    if (!permission) throw new UsageError(texts.whichPermissions);
    const permissions = permission.filter(isPermission);
    if (permissions.length < permission.length) throw new UsageError(texts.unknownPermission(KEY_PERMISSIONS));
    if ((municipality === undefined) === (everywhere !== true)) throw new UsageError(texts.whichMunicipality);
    const lastDay = dayOf('to', to);
    if (lastDay === null) throw new UsageError(texts.notADay('to'));
    const wish = { name, permissions, municipalities: municipality ?? null, to: lastDay };
    const created = await this.keys.create(everything(this.configuration), actor, reason, wish);
    return { json: created, lines: [texts.keyCreated(created), created.key], status: EXIT.done };
  }

  async revoke(id: string, { actor, reason }: Deciding): Promise<Answer> {
    const revoked = await this.keys.revoke(everything(this.configuration), actor, reason, id);
    return { json: revoked, lines: [texts.keyRevoked(revoked)], status: EXIT.done };
  }
}

/** Audit rows name the key in clear. */
const isKeyName = (name: string): boolean => /^\P{C}{1,80}$/u.test(name) && name.trim() === name && !holdsPersonalNumber(name);
