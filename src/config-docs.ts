import { configurationTable } from './platform/config/configuration-docs';

/** Prints the README's table of settings: `scripts/config-docs`. */
process.stdout.write(`${configurationTable()}\n`);
