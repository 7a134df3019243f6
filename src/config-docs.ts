import { cosmicTable } from './external-ad/cosmic-attributes';
import { configurationTable } from './platform/config/configuration-docs';

const SECTIONS: Record<string, () => string> = { configuration: configurationTable, cosmic: cosmicTable };

/** Prints one of the README's tables: `scripts/config-docs`. */
process.stdout.write(`${SECTIONS[process.argv[2] ?? '']?.() ?? ''}\n`);
