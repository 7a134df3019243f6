import { Command, type ErrorOptions, Help } from 'commander';
import { maskPersonalNumbers } from '../people/personal-number-in-text';
import { usageTexts as texts } from '../texts/sv/usage';

const translated = (text: string): string => text.replace('[options]', texts.options).replace('[command]', texts.command);

class LocalisedHelp extends Help {
  override styleTitle(title: string): string {
    return texts.titles[title] ?? title;
  }

  override commandUsage(command: Command): string {
    return translated(super.commandUsage(command));
  }

  override subcommandTerm(command: Command): string {
    return translated(super.subcommandTerm(command));
  }
}

/** Commander speaks English; what it says is said here in the language of the other texts. */
class LocalisedCommand extends Command {
  override createCommand(name?: string): Command {
    return new LocalisedCommand(name);
  }

  override createHelp(): Help {
    return new LocalisedHelp();
  }

  /** The first word in quotation marks is what the message is about. */
  override error(message: string, options?: ErrorOptions): never {
    const [, word = ''] = /'([^']*)'/.exec(message) ?? [];
    const [, suggestion = null] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message) ?? [];
    return super.error(texts.error(options?.code ?? '', maskPersonalNumbers(word), suggestion), options);
  }
}

/** The command that all others are added to; they inherit what is set here. */
export const localisedProgram = (name: string): Command =>
  new LocalisedCommand(name).helpOption('-h, --help', texts.help).helpCommand(texts.helpCommand, texts.helpOfCommand);
