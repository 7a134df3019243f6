import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app.module';
import { layFoundation } from '../../src/bootstrap';
import type { Answer } from '../../src/commands/output.cli';
import { PeopleCommand } from '../../src/commands/people.command';
import { QueuesCommand } from '../../src/commands/queues.command';
import { DeskCommand } from '../../src/commands/desk.command';
import { CaseEntity } from '../../src/service-desk/case.entity';
import type { LocalDate } from '../../src/platform/time';

/**
 * What the commands that only ask answer about everybody, in this process: the same as with a process for each
 * question, in a hundredth of the time.
 *
 * @returns name and text of each answer: what `--json` prints, and what is printed without it
 */
export async function everyAnswer(config: string, hsaIds: readonly string[], day: LocalDate): Promise<[name: string, text: string][]> {
  process.env.TILLTRADE_LOG = 'silent';
  const foundation = await layFoundation(config);
  const app = await NestFactory.createApplicationContext(AppModule.forCommand(foundation), { logger: false, abortOnError: false });
  try {
    const [people, queues, serviceDesk] = [app.get(PeopleCommand), app.get(QueuesCommand), app.get(DeskCommand)];
    const cases = await foundation.dataSource.manager.find(CaseEntity, { order: { number: 'ASC' } });
    const answers: [string, Answer][] = [
      ['accounts', await people.accounts([])],
      ['findings', await people.findings()],
      ['outbox', await queues.list()],
    ];
    for (const hsaId of hsaIds) {
      answers.push(
        [`explain ${hsaId}`, await people.explain(hsaId, null)],
        [`explain ${hsaId} --at ${day}`, await people.explain(hsaId, day)],
      );
    }
    for (const { number } of cases) answers.push([`case show ${number}`, await serviceDesk.show(number, null)]);
    return answers.map(([name, { json, lines }]) => [name, `${JSON.stringify(json)}\n${lines.join('\n')}`]);
  } finally {
    await app.close();
  }
}
