import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { CutManner } from '../chaos-proxy';

/** A client's socket: plain, or encrypted from some point on. */
export class AdSocket {
  #socket: Socket;
  isEncrypted = false;

  constructor(
    private readonly raw: Socket,
    private readonly secureContext: SecureContext | null,
    private readonly onData: (chunk: Buffer) => void,
  ) {
    this.#socket = raw;
    raw.on('error', () => undefined);
    this.listen();
  }

  send(octets: Buffer, sent?: () => void): void {
    if (octets.length === 0) return sent?.();
    this.#socket.write(octets, sent);
  }

  /** From the next octet on; what has been sent goes out as it is. */
  encrypt(): void {
    if (!this.secureContext) throw new Error('There is no certificate');
    this.raw.removeAllListeners('data');
    this.isEncrypted = true;
    this.#socket = new TLSSocket(this.raw, { isServer: true, secureContext: this.secureContext });
    this.#socket.on('error', () => undefined);
    this.listen();
  }

  cut(how: CutManner): void {
    this.#socket.removeAllListeners('data');
    if (how === 'hang') this.#socket.pause();
    else if (how === 'close') this.#socket.end();
    else this.raw.resetAndDestroy();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
    this.raw.destroy();
  }

  private listen(): void {
    this.#socket.on('data', (chunk: Buffer) => this.onData(chunk));
  }
}
