import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * Something that one whole run of the tests shares, made when the first test asks for it. Jest's own process holds it; the
 * tests, in their processes, ask over a socket.
 */
export class Offered<T> {
  #directory = '';
  #server: Server | null = null;
  #made: Promise<T> | undefined;

  /**
   * @param name short: of the environment's variable and of the socket
   * @param make what is told of it must survive JSON
   */
  constructor(
    private readonly name: string,
    private readonly make: () => Promise<T>,
  ) {}

  /** Before all tests. */
  async offer(): Promise<void> {
    this.#directory = mkdtempSync(join(tmpdir(), 'tilltrade-tests-'));
    this.#server = createServer((asking) => {
      asking.on('error', () => undefined);
      this.#made ??= this.make();
      this.#made.then(
        (made) => asking.end(JSON.stringify({ made })),
        (error: unknown) => asking.end(JSON.stringify({ error: String(error) })),
      );
    });
    const socket = join(this.#directory, this.name);
    this.#server.listen(socket).unref();
    await once(this.#server, 'listening');
    process.env[this.variable] = socket;
  }

  /** After all tests, also failed ones. @returns what was made; undefined where nobody asked or it could not be made */
  async end(): Promise<T | undefined> {
    this.#server?.close();
    if (this.#directory !== '') rmSync(this.#directory, { recursive: true, force: true });
    return this.#made?.catch(() => undefined);
  }

  /** In a test: what all share, without what JSON leaves out. */
  async ask(): Promise<T> {
    const socket = connect(process.env[this.variable] ?? '');
    const answer = JSON.parse(await text(socket)) as { made: T } | { error: string };
    if ('error' in answer) throw new Error(answer.error);
    return answer.made;
  }

  private get variable(): string {
    return `TILLTRADE_TEST_${this.name.toUpperCase()}_SOCKET`;
  }
}
