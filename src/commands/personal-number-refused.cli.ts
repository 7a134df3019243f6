import { isHsaId, isTestHsaId } from '../people/hsa-id';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { cliTexts } from '../texts/sv/cli';
import { UsageError } from './output.cli';

/**
 * People are asked for by HSA-id. A personnummer finds nobody and would be repeated in the answer.
 * @throws UsageError
 */
export function refusePersonalNumber(written: string): void {
  if (!isHsaId(written) && !isTestHsaId(written) && holdsPersonalNumber(written)) throw new UsageError(cliTexts.personalNumberAsked);
}
