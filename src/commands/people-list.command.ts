import { Inject, Injectable } from '@nestjs/common';
import { type Stage, STAGES } from '../access/stages';
import type { Actor } from '../audit/actor';
import { PeopleList } from '../people/people-list.service';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { cliTexts } from '../texts/sv/cli';
import { followUpTexts as texts } from '../texts/sv/follow-up';
import { everything, oneOf, reader, wholeNumber } from './everything.cli';
import { type Answer, EXIT, table, UsageError } from './output.cli';

export interface PeopleListOptions {
  municipality?: string[] | undefined;
  unit?: string[] | undefined;
  stage?: string | undefined;
  text?: string | undefined;
  limit?: string | undefined;
  after?: string | undefined;
}

const isStage = (text: string): text is Stage => (STAGES as readonly string[]).includes(text);

/** `people list`. */
@Injectable()
export class PeopleListCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly people: PeopleList,
  ) {}

  async list({ municipality, unit, stage, text, limit, after }: PeopleListOptions, actor: Actor): Promise<Answer> {
    if (stage !== undefined && !isStage(stage)) throw new UsageError(texts.noSuchStage(STAGES));
    const query = {
      municipality: oneOf(municipality),
      unit: oneOf(unit, 'unit'),
      stage,
      text,
      after,
      limit: wholeNumber('limit', limit, 50, 500),
    };
    const page = await this.people.list(everything(this.configuration), query, reader(actor));
    const rows = table(page.items.map(({ hsaId, name, unit: at, stageText }) => [hsaId, name, at?.name ?? '', stageText]));
    const lines = rows.length === 0 ? [cliTexts.nothing] : rows;
    return { json: page, lines: page.next === null ? lines : [...lines, texts.continues(page.next)], status: EXIT.done };
  }
}
