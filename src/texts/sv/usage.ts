/** What the command line says of its own words. Arguments stand in the help as `<vem>` and in the messages as they were written. */
const errors: Record<string, (word: string) => string> = {
  'commander.unknownCommand': (word) => `Det finns inget kommando ${word}.`,
  'commander.unknownOption': (word) => `Flaggan ${word} finns inte här.`,
  'commander.missingArgument': (word) => `<${word}> saknas.`,
  'commander.missingMandatoryOptionValue': (word) => `${word} måste anges.`,
  'commander.optionMissingArgument': (word) => `Efter ${word} saknas ett värde.`,
  'commander.excessArguments': (word) => `Det står för många ord efter ${word}.`,
};

export const usageTexts = {
  titles: { 'Usage:': 'Så här:', 'Options:': 'Flaggor:', 'Commands:': 'Kommandon:', 'Arguments:': 'Argument:' } as Record<string, string>,
  options: '[flaggor]',
  command: '<kommando>',
  help: 'visa den här hjälpen',
  helpCommand: 'help [kommando]',
  helpOfCommand: 'visa hjälp om ett kommando',
  words: {
    file: 'fil',
    code: 'kod',
    date: 'dag',
    why: 'varför',
    who: 'vem',
    hsaId: 'HSA-id',
    caseNumber: 'ärendenummer',
    runId: 'körning',
    url: 'databas',
    controller: 'invocationId',
    role: 'roll',
    id: 'id',
    name: 'namn',
    permission: 'behörighet',
    state: 'läge',
    text: 'text',
    whom: 'vem',
    mailId: 'mejl',
    account: 'konto',
    time: 'tid',
    registration: 'registrering',
    version: 'version',
    number: 'nummer',
  },
  /** @param code of commander's error; @param word what it is about; @param suggestion what may have been meant */
  error: (code: string, word: string, suggestion: string | null): string =>
    `${errors[code]?.(word) ?? `Det går inte att förstå ${word}.`}${suggestion === null ? '' : ` Menade du ${suggestion}?`}`,
};
