import { join } from 'node:path';
import fc from 'fast-check';
import { QueryFailedError } from 'typeorm';
import { finished, spawnTypeScript } from '../../../test/support/typescript-process';
import { LeaseLostError } from '../leases/lease.service';
import { createLogger } from './logger';

// Real: pino and what it writes. Faked: standard error, which is a list of lines.

let lines: string[];
const log = (level?: string) =>
  createLogger({ write: (line: string) => void lines.push(line) }, level === undefined ? {} : { TILLTRADE_LOG: level });
const last = (): Record<string, unknown> => JSON.parse(lines.at(-1)!) as Record<string, unknown>;
const all = (): string => lines.join('');
beforeEach(() => {
  lines = [];
});

const databaseError = () =>
  new QueryFailedError(
    'INSERT INTO person VALUES (?)',
    ['Hemlig Testsson'],
    Object.assign(new Error('Key (surname)=(Hemlig Testsson) exists'), { code: '23505', detail: 'Hemlig Testsson' }),
  );

describe('a log line', () => {
  it('is one JSON object with level, time, text and fields', () => {
    log().info({ municipality: 'berg', read: 812 }, 'run completed');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      pid: process.pid,
      municipality: 'berg',
      read: 812,
      msg: 'run completed',
    });
  });

  it.each([
    [undefined, ['info', 'warn']],
    ['warn', ['warn']],
    ['debug', ['debug', 'info', 'warn']],
    ['silent', []],
    ['loud', ['info', 'warn']],
  ])('with TILLTRADE_LOG=%s', (level, shown) => {
    const logger = log(level);
    logger.debug('x');
    logger.info('x');
    logger.warn('x');
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(shown);
  });

  it.each([
    ['InstanceLoader', 0],
    ['ReconcileService', 1],
  ])('of %s at its start', (context, count) => {
    log().info({ context }, 'ready');
    expect(lines).toHaveLength(count);
  });
});

describe('secrets', () => {
  it.each(['password', 'Authorization', 'cookie', 'personalIdentityNumber', 'sealed', 'parameters', 'secret', 'passphrase'])(
    'are hidden by the name %s at any depth',
    (name) => {
      log().info({ [name]: 'hemligt', a: { b: [{ [name]: { c: 'hemligt' } }] } }, 'x');
      expect(all()).not.toContain('hemligt');
      expect(last()).toMatchObject({ [name]: '[dolt]', a: { b: [{ [name]: '[dolt]' }] } });
    },
  );
});

describe('errors', () => {
  it('of our own keep their message and code', () => {
    log().error({ err: new LeaseLostError('berg') }, 'stopped');
    expect(last()).toMatchObject({
      err: { type: 'LeaseLostError', code: 'lease-lost', message: expect.stringContaining('berg') },
      msg: 'stopped',
    });
  });

  it('of our own tell where in the code', () => {
    log().error(new LeaseLostError('berg'));
    expect((last().err as { stack: string }).stack).toMatch(/^\s+at .*logger\.spec/);
  });

  it.each<[string, (error: Error) => void]>([
    ['alone', (error) => log().error(error)],
    ['with a text', (error) => log().error(error, 'failed')],
    ['as err', (error) => log().error({ err: error })],
    ['as err with an empty text', (error) => log().error({ err: error }, undefined)],
    ['under another name', (error) => log().error({ error, more: { cause: [error] } }, 'failed')],
    ['as a parameter of the text', (error) => log().error('failed: %s %o', error, error)],
    ['as the cause of ours', (error) => log().error(Object.assign(new LeaseLostError('berg'), { cause: error }))],
    ['in a child', (error) => log().child({ runId: 'r' }).error(error)],
  ])('of a database tell neither values nor SQL: %s', (_case, write) => {
    write(databaseError());
    expect(lines).toHaveLength(1);
    expect(all()).not.toMatch(/Hemlig|Testsson|INSERT/);
    expect(all()).toContain('QueryFailedError');
  });

  it("keep a foreign error's code", () => {
    log().error(databaseError());
    expect(last()).toMatchObject({
      err: { type: 'QueryFailedError', code: '23505', message: 'QueryFailedError' },
      msg: 'QueryFailedError',
    });
  });

  it('do not take a code that is a sentence', () => {
    log().error(Object.assign(new Error('x'), { code: 'Hemlig Testsson' }));
    expect(all()).not.toContain('Hemlig');
  });

  it('do not quote a message that looks like a stack', () => {
    log().error(new Error('no\n    at Hemlig Testsson (a.ts:1:1)'));
    expect(all()).not.toContain('Hemlig');
  });

  it('that cause each other in a ring end', () => {
    const error = new Error('x');
    error.cause = error;
    log().error(error);
    expect(lines).toHaveLength(1);
  });
});

describe('personnummer', () => {
  it('reach no line, wherever they are put', () => {
    const places: ((pnr: string) => void)[] = [
      (pnr) => log().info(pnr),
      (pnr) => log().info({ a: pnr }, 'x'),
      (pnr) => log().info({ a: { b: [`x ${pnr} y`] } }, 'x'),
      (pnr) => log().info({ [pnr]: 1 }, 'x'),
      (pnr) => log().info('person %s', pnr),
      (pnr) => log().child({ a: pnr }).info('x'),
      (pnr) => log().info({ a: Number(pnr.replace(/\D/g, '')) }, 'x'),
      (pnr) => log().error(new LeaseLostError(pnr)),
    ];
    const number = fc.constantFrom('201701012393', '20170101-2393', '170101-2393', '1701012393', '170101+2393');
    fc.assert(
      fc.property(fc.constantFrom(...places), number, (write, pnr) => {
        write(pnr);
        expect(lines.at(-1)).not.toMatch(/170101.?2393/);
      }),
    );
  });
});

it('reaches standard error at once, and standard output never', async () => {
  const child = spawnTypeScript(join(__dirname, '../../../test/support/processes/log-and-die.ts'));
  const { stdout, stderr } = await finished(child);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toMatchObject({ msg: 'hej' });
});
