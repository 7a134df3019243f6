/* Real: TCP on loopback, an echo server. Faked: nothing. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { eventually } from '../support/process';
import { ChaosProxy, type Faults } from './chaos-proxy';

const QUESTION = Buffer.alloc(100, 'x');

/** One connection through the proxy: what it got, and how it ended. */
class Caller {
  got = 0;
  end: 'open' | 'closed' | 'reset' = 'open';
  readonly socket: Socket;
  readonly ended: Promise<string>;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('data', (chunk) => (this.got += chunk.length));
    this.socket.on('error', () => (this.end = 'reset'));
    this.socket.on('end', () => (this.end = 'closed'));
    this.ended = new Promise((resolve) => this.socket.on('close', () => resolve(this.end)));
  }

  async asks(expected = QUESTION.length): Promise<void> {
    const wanted = this.got + expected;
    this.socket.write(QUESTION);
    while (this.got < wanted) await once(this.socket, 'data');
  }
}

describe('a proxy that does to connections what networks do', () => {
  let server: Server;
  let served: Socket[];
  let heard: number;
  let proxy: ChaosProxy;
  let callers: Caller[];

  const call = (): Caller => {
    const caller = new Caller(proxy.port);
    callers.push(caller);
    return caller;
  };

  beforeEach(async () => {
    served = [];
    callers = [];
    heard = 0;
    server = createServer((socket) => {
      served.push(socket);
      socket.on('error', () => undefined).on('data', (chunk) => (heard += chunk.length));
      socket.pipe(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await ChaosProxy.start({ port: (server.address() as AddressInfo).port });
  });

  afterEach(async () => {
    for (const { socket } of callers) socket.destroy();
    await proxy.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is transparent without faults, passes the end on, and counts', async () => {
    const caller = call();
    await caller.asks();
    await caller.asks();
    caller.socket.end();
    expect(await caller.ended).toBe('closed');
    expect({ ...proxy.transferred, connections: proxy.connections }).toEqual({ up: 200, down: 200, connections: 1 });
  });

  it('refuses new connections and leaves the open ones alone', async () => {
    const before = call();
    await before.asks();
    proxy.faults = { refuse: true };
    expect(await call().ended).toBe('reset');
    await before.asks();
    expect([served.length, proxy.connections]).toEqual([1, 2]);
  });

  it('lets bytes vanish, closes nothing, and is well again', async () => {
    const lost = call();
    await lost.asks();
    proxy.faults = { blackhole: true };
    lost.socket.write(QUESTION);
    const other = call();
    other.socket.write(QUESTION);
    await eventually(() => proxy.vanished === 200, 'both questions have vanished');
    expect([lost.got, other.got, proxy.transferred.up]).toEqual([100, 0, 100]);
    proxy.faults = {};
    await lost.asks();
    await other.asks();
  });

  it.each<[string, Faults]>([
    ['makes each chunk wait', { latencyMs: 30 }],
    ['passes so many bytes a second', { bytesPerSecond: 3000 }],
  ])('%s', async (_what, faults) => {
    proxy.faults = faults;
    const started = performance.now();
    await call().asks();
    expect(performance.now() - started).toBeGreaterThan(55); // up and down
  });

  it('cuts no connection that was open before', async () => {
    const before = call();
    await before.asks();
    proxy.faults = { cut: { direction: 'down', afterBytes: 0, how: 'reset' } };
    await before.asks();
    const next = call();
    next.socket.write(QUESTION);
    expect(await next.ended).toBe('reset');
    await before.asks();
  });

  it.each([
    ['down', 'reset', 'reset'],
    ['down', 'close', 'closed'],
    ['up', 'reset', 'reset'],
    ['up', 'close', 'closed'],
  ] as const)('cuts %s after so many bytes, by %s, once', async (direction, how, end) => {
    proxy.faults = { cut: { direction, afterBytes: 150, how } };
    const caller = call();
    await caller.asks();
    caller.socket.write(QUESTION);
    expect(await caller.ended).toBe(end);
    expect(proxy.transferred[direction]).toBe(150);
    expect(heard).toBe(direction === 'up' ? 150 : 200);
    const next = call();
    await next.asks();
    await next.asks();
  });

  it.each([
    ['down', 7, { got: 7, vanished: 93 }],
    ['up', 93, { got: 0, vanished: 7 + 93 }],
  ] as const)('cuts %s by hanging: nothing more comes, not even the end of the server', async (direction, bytes, { got, vanished }) => {
    proxy.faults = { cut: { direction, afterBytes: bytes, how: 'hang' } };
    const caller = call();
    caller.socket.write(QUESTION);
    await eventually(() => proxy.vanished === vanished, 'the rest has vanished');
    served[0]!.destroy();
    await once(served[0]!, 'close');
    await call().asks(); // what the server's end would have caused has happened by now
    expect([caller.got, caller.end]).toEqual([got, 'open']);
  });

  it('can be closed although both ends of a connection that hangs have gone', async () => {
    proxy.faults = { cut: { direction: 'down', afterBytes: 0, how: 'hang' } };
    const caller = call();
    caller.socket.write(QUESTION);
    await eventually(() => proxy.vanished === 100, 'the answer has vanished');
    caller.socket.end();
    served[0]!.destroy();
    await once(served[0]!, 'close');
    await call().asks(); // the proxy has seen both ends by now
    await proxy.close();
    expect(await caller.ended).toBe('closed');
  });

  it('leaves nothing open when it is closed', async () => {
    const caller = call();
    await caller.asks();
    const { port } = proxy;
    proxy.faults = { latencyMs: 60_000 };
    caller.socket.write(QUESTION);
    await proxy.close();
    await caller.ended;
    await eventually(() => served.every(({ destroyed }) => destroyed), 'the server has no connection left');
    expect(await new Caller(port).ended).toBe('reset');
  });
});
