import { type DestinationStream, destination, type Level, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import { describeError } from './describe-error';
import { loggable } from './loggable';
import { scrubLine } from './scrub';

const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** What the framework tells of its own start, a line per class: only wanted when something is wrong with it. */
const FRAMEWORK = /^(NestFactory|InstanceLoader|RoutesResolver|RouterExplorer|NestApplication|TypeOrmModule)$/;
const INFO = 30;

/** The log goes to standard error, written at once: standard output belongs to a command's answer, and a killed process must not take its last lines along. */
const standardError = (): DestinationStream => destination({ dest: 2, sync: true });

/**
 * JSON lines without secrets, personnummer or foreign error messages; see `loggable` and `scrubText`.
 * The level comes from `TILLTRADE_LOG`, `info` where it names none.
 */
export function createLogger(stream: DestinationStream = standardError(), environment: NodeJS.ProcessEnv = process.env): Logger {
  const wanted = environment.TILLTRADE_LOG ?? 'info';
  return pino(optionsFor(LEVELS.includes(wanted) ? (wanted as Level) : 'info'), stream);
}

const optionsFor = (level: Level): LoggerOptions => ({
  level,
  base: { pid: process.pid },
  timestamp: stdTimeFunctions.isoTime,
  serializers: { err: (error: unknown) => loggable(error) },
  formatters: {
    level: (label) => ({ level: label }),
    // What an HTTP request or response shows is chosen by their own serializers (`LoggingModule`).
    log: ({ req, res, ...rest }) => ({
      ...(loggable(rest) as object),
      ...(req === undefined ? {} : { req }),
      ...(res === undefined ? {} : { res }),
    }),
  },
  hooks: {
    logMethod([first, ...rest], method, levelNumber) {
      if (levelNumber <= INFO && !this.isLevelEnabled('debug') && FRAMEWORK.test(contextOf(first))) return;
      const error = first instanceof Error ? first : errorIn(first);
      const parameters = rest.map((one: unknown) => loggable(one));
      // Without a text of its own a line would take the error's message, which may quote what it was given.
      if (error && (parameters[0] ?? null) === null) parameters[0] = describeError(error).message;
      method.apply(this, [first instanceof Error ? { err: first } : first, ...parameters] as unknown as Parameters<typeof method>);
    },
    streamWrite: scrubLine,
  },
});

const contextOf = (first: unknown): string => {
  const { context } = (typeof first === 'object' && first !== null ? first : {}) as { context?: unknown };
  return typeof context === 'string' ? context : '';
};

const errorIn = (first: unknown): Error | null => {
  const { err } = (typeof first === 'object' && first !== null ? first : {}) as { err?: unknown };
  return err instanceof Error ? err : null;
};
