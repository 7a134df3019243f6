import { constants } from 'node:fs';
import { access, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { deliveryTexts as texts } from '../../texts/sv/mail-delivery';
import { composeMessage } from '../smtp/message.composer';
import type { Delivery, MailTransport, RenderedMail, TransportCheck } from '../transport';

/**
 * Delivers to a directory, one `.eml` per mail. The file is there whole or not at all, also after a power cut, and its
 * name is the mail's: another try writes the same file. Mails hold people, so only their owner may read them.
 */
export class FileTransport implements MailTransport {
  readonly idempotent = true;

  /** @param directory created when it is missing */
  constructor(private readonly directory: string) {}

  async deliver(mail: RenderedMail): Promise<Delivery> {
    const message = await composeMessage(mail);
    const name = fileName(mail);
    const draft = join(this.directory, `.${name}.part`);
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      await writeDurably(draft, message);
      await rename(draft, join(this.directory, name));
      await sync(this.directory);
      return { outcome: 'sent', detail: null };
    } catch (error) {
      return { outcome: 'unreachable', detail: texts.directoryUnwritable(codeOf(error)) };
    }
  }

  async verify(): Promise<TransportCheck> {
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      await access(this.directory, constants.W_OK | constants.X_OK);
      return { ok: true, detail: texts.directoryReady };
    } catch (error) {
      return { ok: false, detail: texts.directoryUnwritable(codeOf(error)) };
    }
  }
}

/** `20261121T030500.000Z-<id>.eml`: a listing sorts by time. */
export const fileName = ({ date, id }: Pick<RenderedMail, 'date' | 'id'>): string => `${date.replace(/[-:]/g, '')}-${id}.eml`;

async function writeDurably(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename lasts when the directory is on the disk too. */
async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).name;
