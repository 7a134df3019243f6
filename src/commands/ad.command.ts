import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { NO_MUNICIPALITY } from '../findings/finding';
import { CompareAd } from '../reconciliation/drift/compare-ad.service';
import { driftKind, driftSentence } from '../reconciliation/drift/drift-findings';
import type { AdComparison, FoundDrift } from '../reconciliation/drift/found-drift';
import { adCommandTexts as texts } from '../texts/sv/ad-commands';
import { findingKindText } from '../texts/sv/finding-kinds';
import { type Answer, EXIT, type ExitStatus, UsageError } from './output.cli';

/** A comparison may wait this long for another one. */
const WAIT_MS = 10 * 60 * 1000;

/** `ad compare`: the AD against what should be there. */
@Injectable()
export class AdCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly comparison: CompareAd,
  ) {}

  async compare({ heal, dryRun, actor, signal }: { heal: boolean; dryRun: boolean; actor: Actor; signal?: AbortSignal }): Promise<Answer> {
    this.assertRealAd();
    const result = await this.comparison.run({ actor, heal, dryRun, waitMs: WAIT_MS, signal });
    return { json: jsonOf(result), lines: this.linesOf(result, { heal, dryRun }), status: statusOf(result) };
  }

  private assertRealAd(): void {
    if (this.configuration.externalAd.kind !== 'ldap') throw new UsageError(texts.isModel);
  }

  private linesOf(result: AdComparison, { heal, dryRun }: { heal: boolean; dryRun: boolean }): string[] {
    const { status, server, compared, municipalities, healed, reason } = result;
    const drifts = municipalities.flatMap((one) => one.drifts);
    const name = (code: string): string =>
      code === NO_MUNICIPALITY ? texts.elsewhere : (this.configuration.municipalities.find((one) => one.code === code)?.name ?? code);
    return [
      texts.compared(texts.status[status], server, compared, drifts.length),
      ...(reason === null ? [] : [`  ${reason}`]),
      ...municipalities
        .filter((one) => one.drifts.length > 0)
        .flatMap((one) => [`${name(one.municipality)}:`, ...one.drifts.map((drift) => `    ${lineOf(drift)}`)]),
      ...(healed > 0 ? [texts.healed(healed, dryRun)] : []),
      ...(!heal && drifts.some(({ outcome }) => outcome === 'reported') ? [texts.howToHeal] : []),
    ];
  }
}

function statusOf({ status }: AdComparison): ExitStatus {
  if (status === 'failed') return EXIT.failed;
  return status === 'halted' || status === 'incomplete' ? EXIT.haltedOrIncomplete : EXIT.done;
}

function lineOf(drift: FoundDrift): string {
  const who = [drift.hsaId, drift.dn].filter((part) => part !== null).join(', ');
  return `${findingKindText(driftKind(drift.kind))}: ${who}${who === '' ? '' : ' – '}${driftSentence(drift)}`;
}

const jsonOf = ({ municipalities, reason, ...result }: AdComparison) => ({
  ...result,
  municipalities: municipalities.map(({ municipality, tripped, drifts }) => ({
    municipality,
    ...(tripped.length === 0 ? {} : { tripped }),
    drifts: drifts.map(driftJson),
  })),
  ...(reason === null ? {} : { reason }),
});

const driftJson = (drift: FoundDrift) => ({
  kind: driftKind(drift.kind),
  ...(drift.hsaId === null ? {} : { hsaId: drift.hsaId }),
  ...(drift.dn === null ? {} : { dn: drift.dn }),
  ...(drift.objectGuid === null ? {} : { objectGuid: drift.objectGuid }),
  ...(drift.attributes.length === 0 ? {} : { attributes: drift.attributes }),
  ...(drift.group === null ? {} : { group: drift.group }),
  outcome: drift.outcome,
  detail: driftSentence(drift),
});
