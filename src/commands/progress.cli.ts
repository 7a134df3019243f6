const EVERY_MS = 500;

/** People read and their rate, rewritten in place on a terminal's standard error; silent elsewhere. */
export function progress(line: (people: number, perSecond: number) => string): { tick: (people: number) => void; end: () => void } {
  if (!process.stderr.isTTY) return { tick: () => undefined, end: () => undefined };
  const started = performance.now();
  let last = started;
  let shown = false;
  return {
    tick: (people) => {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      shown = true;
      process.stderr.write(`\r\x1b[K${line(people, Math.round((people * 1000) / (now - started)))}`);
    },
    end: () => {
      if (shown) process.stderr.write('\r\x1b[K');
    },
  };
}
