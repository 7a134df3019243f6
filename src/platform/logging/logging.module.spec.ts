import { Controller, Get, type INestApplication, Module, NotFoundException } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Logger, LoggerModule } from 'nestjs-pino';
import request from 'supertest';
import { createLogger } from './logger';
import { httpLogging } from './logging.module';

// Real: Nest, HTTP and what is logged. Faked: standard error, which is a list of lines.

@Controller()
class PagesController {
  @Get('cases')
  cases(): string {
    return 'ok';
  }
  @Get('health/live')
  live(): string {
    return 'ok';
  }
  @Get('missing')
  missing(): never {
    throw new NotFoundException();
  }
  @Get('broken')
  broken(): never {
    throw new Error('Key (surname)=(Hemlig Testsson) exists');
  }
}

let lines: string[];
let app: INestApplication;
beforeEach(async () => {
  lines = [];
  const logger = createLogger({ write: (line: string) => void lines.push(line) }, {});
  @Module({ imports: [LoggerModule.forRoot(httpLogging(logger))], controllers: [PagesController] })
  class PagesModule {}
  const testing = await Test.createTestingModule({ imports: [PagesModule] }).compile();
  app = testing.createNestApplication({ bufferLogs: true });
  app.useLogger(app.get(Logger));
  await app.init();
  lines.length = 0;
});
afterEach(() => app.close());

const get = (path: string) =>
  request(app.getHttpServer() as never)
    .get(path)
    .set('Cookie', 'session=hemlig')
    .set('Authorization', 'Bearer hemlig');

it('tells method, path and status of a request, and nothing that was asked or sent along', async () => {
  await get('/cases?name=Testsson&pnr=201701012393').expect(200);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', req: { method: 'GET', path: '/cases' }, res: { statusCode: 200 } });
  expect(lines[0]).not.toMatch(/Testsson|hemlig|2393|cookie|authorization/i);
});

it.each([
  ['/missing?name=Testsson', 404, ['warn']],
  ['/broken?name=Testsson', 500, ['error', 'error']],
  ['/health/live', 200, []],
])('logs %s, status %i, as %j', async (path, status, levels) => {
  await get(path).expect(status);
  expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(levels);
  expect(lines.join('')).not.toMatch(/Testsson/);
});
