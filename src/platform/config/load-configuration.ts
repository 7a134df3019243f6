import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import { ConfigurationError, type ConfigurationIssue } from './configuration-error';
import { schemaIssues } from './configuration-issues';
import { ruleIssues } from './configuration-rules';
import { projectRoot } from './project-root';
import { type Configuration, configurationSchema, type LdapServerConfiguration } from './schema';

/** A thousand municipalities fit; a catalogue named by mistake does not. */
const MAX_BYTES = 1_048_576;

/**
 * The file that `--config` names, else `TILLTRADE_CONFIG`. A relative one counts from the working directory and, where
 * there is none, from the project's root.
 * @throws ConfigurationError when neither names one
 */
export function configurationFile(option: string | undefined, environment: NodeJS.ProcessEnv): string {
  const named = option ?? environment.TILLTRADE_CONFIG;
  if (!named) throw new ConfigurationError(null, [{ path: '', problem: texts.noFile }]);
  return [resolve(named), resolve(projectRoot, named)].find((file) => existsSync(file)) ?? resolve(named);
}

/**
 * Reads and checks the one configuration file; its paths come back absolute.
 * @throws ConfigurationError with everything that is wrong, by path and without values
 */
export function loadConfiguration(file: string, root: string = projectRoot): Configuration {
  const raw = parseYaml(file, readText(file));
  const parsed = configurationSchema.safeParse(raw);
  if (!parsed.success) throw new ConfigurationError(file, schemaIssues(parsed.error.issues, raw));
  const issues = ruleIssues(parsed.data);
  if (issues.length > 0) throw new ConfigurationError(file, issues);
  return withAbsolutePaths(parsed.data, root);
}

function readText(file: string): string {
  const fail = (problem: string): never => {
    throw new ConfigurationError(file, [{ path: texts.wholeFile, problem }]);
  };
  let bytes: Buffer;
  try {
    const descriptor = openSync(file, 'r');
    try {
      bytes = fstatSync(descriptor).size > MAX_BYTES ? fail(texts.tooLarge(MAX_BYTES)) : readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    return fail(texts.unreadable((error as NodeJS.ErrnoException).code ?? 'I/O'));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail(texts.notUtf8);
  }
}

/** The parser's own messages quote the line, which may hold a secret: only its place and kind are told. */
function parseYaml(file: string, text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { strict: true, uniqueKeys: true, prettyErrors: false, stringKeys: true, lineCounter });
  const issues: ConfigurationIssue[] = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    path: texts.line(lineCounter.linePos(pos[0]).line),
    problem: code === 'DUPLICATE_KEY' ? texts.duplicateKey : texts.notYaml(code),
  }));
  if (issues.length > 0) throw new ConfigurationError(file, issues);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new ConfigurationError(file, [{ path: texts.wholeFile, problem: texts.notYaml('ALIAS') }]);
  }
}

function withAbsolutePaths(configuration: Configuration, root: string): Configuration {
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(root, path));
  const orNull = (path: string | null): string | null => path && absolute(path);
  const { database, mail, externalAd, login, agreements, audit } = configuration;
  const sqlite = /^sqlite:(.+)$/.exec(database.url)?.[1];
  return {
    ...configuration,
    database: { url: sqlite === undefined ? database.url : `sqlite:${absolute(sqlite)}` },
    identityHashKeyFile: absolute(configuration.identityHashKeyFile),
    municipalities: configuration.municipalities.map(({ source, ...municipality }) => ({
      ...municipality,
      source:
        source.kind === 'ldif'
          ? { ...source, file: absolute(source.file), manifestFile: orNull(source.manifestFile) }
          : { ...source, caFile: orNull(source.caFile), bind: withAbsoluteBind(source.bind, orNull) },
    })),
    externalAd:
      externalAd.kind === 'model'
        ? externalAd
        : { ...externalAd, caFile: orNull(externalAd.caFile), bind: withAbsoluteBind(externalAd.bind, orNull) },
    login: login.kind === 'oidc' ? { ...login, clientSecretFile: orNull(login.clientSecretFile), caFile: orNull(login.caFile) } : login,
    agreements: { ...agreements, scanKeyFile: orNull(agreements.scanKeyFile) },
    audit: { ...audit, checkpointDirectory: orNull(audit.checkpointDirectory), checkpointKeyFile: orNull(audit.checkpointKeyFile) },
    mail:
      mail.kind === 'file'
        ? { ...mail, directory: absolute(mail.directory) }
        : { ...mail, caFile: orNull(mail.caFile), passwordFile: orNull(mail.passwordFile) },
  };
}

const withAbsoluteBind = (
  bind: LdapServerConfiguration['bind'],
  orNull: (path: string | null) => string | null,
): LdapServerConfiguration['bind'] => ({
  ...bind,
  passwordFile: orNull(bind.passwordFile),
  certificateFile: orNull(bind.certificateFile),
  keyFile: orNull(bind.keyFile),
});
