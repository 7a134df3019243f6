import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** `up`: from the client to the server. `down`: the server's answers. */
export type Direction = 'up' | 'down';

/** `reset`: RST to both ends. `close`: an orderly end to both. `hang`: nothing more comes through and nothing is closed. */
export type CutManner = 'reset' | 'close' | 'hang';

export interface Cut {
  direction: Direction;
  afterBytes: number;
  how: CutManner;
}

export interface Faults {
  /** New connections are reset at once. */
  refuse?: boolean;
  /** Bytes of both directions vanish; nothing is closed. */
  blackhole?: boolean;
  /** What each chunk waits, in milliseconds. */
  latencyMs?: number;
  /** In each direction. */
  bytesPerSecond?: number;
  /** The next connection alone: after so many bytes in this direction. */
  cut?: Cut;
}

interface Link {
  client: Socket;
  server: Socket;
  isHung: boolean;
  cut: Cut | null;
}

/** A TCP proxy on a free port of loopback that does to connections what networks do. Without faults it is transparent. */
export class ChaosProxy {
  /** Connections that clients have made, refused ones too. */
  connections = 0;
  /** Bytes that have been let through. */
  readonly transferred: Record<Direction, number> = { up: 0, down: 0 };
  /** Bytes that a black hole or a cut took. */
  vanished = 0;
  readonly #open = new Set<Socket>();
  readonly #pumps = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  readonly #listener: Server;
  #faults: Faults = {};

  private constructor(private readonly target: { host: string; port: number }) {
    this.#listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.accept(client));
  }

  static async start(target: { host?: string; port: number }): Promise<ChaosProxy> {
    const proxy = new ChaosProxy({ host: '127.0.0.1', ...target });
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** Takes effect at once, all but a cut on open connections too. What it does not name is well. */
  set faults(faults: Faults) {
    this.#faults = faults;
  }

  /** Ends every connection and waits until nothing is left. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#listener.close(resolve));
    await Promise.all(this.#pumps);
  }

  private accept(client: Socket): void {
    this.connections++;
    this.keep(client);
    if (this.#faults.refuse) {
      client.resetAndDestroy();
      return;
    }
    const server = this.keep(connect({ ...this.target, allowHalfOpen: true, noDelay: true }));
    const { cut, ...others } = this.#faults;
    this.#faults = others;
    const link: Link = { client, server, isHung: false, cut: cut ? { ...cut } : null };
    for (const direction of ['up', 'down'] as const) {
      const pump = this.pump(link, direction).finally(() => this.#pumps.delete(pump));
      this.#pumps.add(pump);
    }
  }

  /** One that hangs stays open when both ends have gone. */
  private keep(socket: Socket): Socket {
    this.#open.add(socket);
    return socket.on('error', () => undefined).on('close', () => this.#open.delete(socket));
  }

  /** Until the sender has ended; the other end hears of it, unless the link hangs. */
  private async pump(link: Link, direction: Direction): Promise<void> {
    const [from, into] = direction === 'up' ? [link.client, link.server] : [link.server, link.client];
    try {
      for await (const chunk of from) await this.forward(chunk as Buffer, into, link, direction);
      if (!link.isHung) into.end();
    } catch {
      // Reset, or closed by force: so is the other end. Who hangs does not hear of the server's end.
      if (direction === 'up' || !link.isHung) into.destroy();
    }
  }

  private async forward(chunk: Buffer, into: Socket, link: Link, direction: Direction): Promise<void> {
    const { latencyMs = 0, bytesPerSecond = Infinity } = this.#faults;
    const waitMs = latencyMs + (chunk.length * 1000) / bytesPerSecond;
    if (waitMs > 0) await pause(waitMs, undefined, { signal: this.#closing.signal });
    if (link.isHung || this.#faults.blackhole || into.writableEnded || into.destroyed) {
      this.vanished += chunk.length;
      return;
    }

    const cut = link.cut?.direction === direction ? link.cut : null;
    const part = cut ? chunk.subarray(0, cut.afterBytes) : chunk;
    if (cut) cut.afterBytes -= part.length;
    this.transferred[direction] += part.length;
    // A reset throws away what the kernel has not been given yet: what is let through before the cut shall arrive.
    await new Promise((given) => into.write(part, given));
    if (!cut || cut.afterBytes > 0) return;
    cutNow(link, cut.how);
    this.vanished += chunk.length - part.length;
  }
}

function cutNow(link: Link, how: CutManner): void {
  const { client, server } = link;
  link.cut = null;
  link.isHung = how === 'hang';
  if (how === 'close') for (const socket of [client, server]) socket.end();
  if (how === 'reset') for (const socket of [client, server]) socket.resetAndDestroy();
}
