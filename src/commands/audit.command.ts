import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { cliTexts } from '../texts/sv/cli';
import { type Answer, EXIT } from './output.cli';

/** `audit verify`: reads the whole chain. */
@Injectable()
export class AuditCommand {
  constructor(private readonly audit: AuditService) {}

  async verify(): Promise<Answer> {
    const verdict = await this.audit.verify();
    return {
      json: verdict,
      lines: [verdict.ok ? cliTexts.chain(verdict.rows, verdict.erased) : cliTexts.brokenChain(verdict.problems)],
      status: verdict.ok ? EXIT.done : EXIT.failed,
    };
  }
}
