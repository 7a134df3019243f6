import { ServiceError } from '../errors';
import { configurationTexts as texts } from '../../texts/sv/configuration';

/** One thing wrong with the configuration. Never holds the value: it may be a secret in the wrong place. */
export interface ConfigurationIssue {
  /** `municipalities[0].source.file`, or a line of the file. */
  path: string;
  problem: string;
}

/** The configuration cannot be used; all that is wrong is told at once. A command ends with status 2. */
export class ConfigurationError extends ServiceError {
  constructor(
    file: string | null,
    readonly issues: ConfigurationIssue[],
  ) {
    const lines = issues.map(({ path, problem }) => (path === '' ? problem : `${path} ${problem}`));
    super('configuration', file === null ? lines.join('\n') : [texts.unusable(file), ...lines.map((line) => `  - ${line}`)].join('\n'));
  }
}
