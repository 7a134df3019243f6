import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import type { AdoptableAccount } from '../external-ad/adoptable';
import type { Adoption } from '../external-ad/adoptable-objects.service';
import { AdoptionService } from '../external-ad/adoption.service';
import { hsaIdKey } from '../people/hsa-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { adCommandTexts as texts } from '../texts/sv/ad-commands';
import { cliTexts } from '../texts/sv/cli';
import { type Answer, EXIT, UsageError } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';

/** What is to be adopted: one person's account, or all that can be. */
export interface AdoptionWish {
  hsaId: string | null;
  all: boolean;
}

/** `ad adopt`: takes over what exists in the AD already; a preview first. */
@Injectable()
export class AdoptionCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly adoption: AdoptionService,
  ) {}

  /** What could be adopted; writes nothing. Without an HSA-id: everything. */
  async preview(wish: AdoptionWish, signal?: AbortSignal): Promise<Answer> {
    const hsaId = this.checked(wish);
    const { accounts, groups } = await this.adoption.preview(signal);
    const chosen = hsaId === null ? accounts : accounts.filter((one) => hsaIdKey(one.hsaId) === hsaIdKey(hsaId));
    const shown = { accounts: chosen, groups: hsaId === null ? groups : [] };
    const lines = linesOf(shown);
    return { json: { adopted: false, ...shown }, lines: lines.length === 0 ? [cliTexts.nothing] : lines, status: EXIT.done };
  }

  async adopt(wish: AdoptionWish, actor: Actor, reason: string, signal?: AbortSignal): Promise<Answer> {
    const hsaId = this.checked(wish);
    const result = await this.adoption.adopt(hsaId === null ? { all: true } : { hsaId }, actor, reason, signal);
    const { accounts, groups, failed } = result;
    return {
      json: { adopted: true, ...result },
      lines: [
        texts.adopted(accounts.length, groups.length),
        ...linesOf({ accounts, groups }),
        ...failed.map(({ hsaId: of, objectGuid, text }) => `    ${of ?? objectGuid}: ${text}`),
      ],
      status: failed.length > 0 ? EXIT.failed : EXIT.done,
    };
  }

  /** @throws UsageError where it is not said which, or there is no AD */
  private checked({ hsaId, all }: AdoptionWish): string | null {
    if (this.configuration.externalAd.kind !== 'ldap') throw new UsageError(texts.isModel);
    if ((hsaId === null) !== all) throw new UsageError(texts.whichToAdopt);
    if (hsaId !== null) refusePersonalNumber(hsaId);
    return hsaId === null ? null : hsaId.trim();
  }
}

const linesOf = ({ accounts, groups }: Adoption): string[] => [
  ...accounts.map((one) => `    ${lineOf(one)}`),
  ...groups.map(({ dn }) => `    ${dn}`),
];

const lineOf = ({ hsaId, accountName, dn, becomes, hindrance }: AdoptableAccount): string =>
  `${hsaId} → ${accountName}: ${dn ?? cliTexts.protectedPerson} – ${hindrance === null ? texts.becomes[becomes] : texts.hindrance[hindrance]}`;
