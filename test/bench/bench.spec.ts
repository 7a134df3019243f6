/* The benchmarks at a size where they measure nothing but themselves. Real: slapd, ldapsearch, the built service. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/process';
import { temporaryDirectory } from '../support/temporary-directory';

jest.setTimeout(120_000);

const bench = (...args: string[]) => promisify(execFile)(join(ROOT, 'scripts', 'bench'), args);

describe('scripts/bench', () => {
  it('measures, prints a table and writes JSON', async () => {
    const directory = temporaryDirectory();
    try {
      const file = join(directory.path, 'bench.json');
      const { stdout } = await bench('--people', '300', '--repetitions', '1', '--json', file);
      const { rows, measurements } = JSON.parse(readFileSync(file, 'utf8'));
      for (const { work, value } of rows) {
        expect(value).toBeGreaterThan(0);
        expect(stdout).toContain(work);
      }
      expect(rows).toHaveLength(11);
      expect([measurements.few.people, measurements.many.people]).toEqual([30, 300]);
    } finally {
      directory.remove();
    }
  });

  it('measures the AD too', async () => {
    const directory = temporaryDirectory();
    try {
      const file = join(directory.path, 'bench.json');
      const { stdout } = await bench('--what', 'ad', '--people', '100', '--repetitions', '1', '--json', file);
      const { rows, measurements } = JSON.parse(readFileSync(file, 'utf8'));
      for (const { work, value } of rows) {
        expect(value).toBeGreaterThan(0);
        expect(stdout).toContain(work);
      }
      expect(rows).toHaveLength(4);
      expect([measurements.created, measurements.compared]).toEqual([20, 100]);
    } finally {
      directory.remove();
    }
  });

  it('measures the service too', async () => {
    const directory = temporaryDirectory();
    try {
      const file = join(directory.path, 'bench.json');
      const { stdout } = await bench('--what', 'service', '--people', '200', '--repetitions', '1', '--json', file);
      const { rows, measurements } = JSON.parse(readFileSync(file, 'utf8'));
      for (const { work, value } of rows) {
        expect(value).toBeGreaterThan(0);
        expect(stdout).toContain(work);
      }
      expect(rows).toHaveLength(3);
      expect([measurements.people, measurements.auditRows]).toEqual([200, 600]);
    } finally {
      directory.remove();
    }
  });

  it.each([
    ['--people', 'many'],
    ['--people', '99'],
    ['--repetitions', '0'],
    ['--source', 'soap'],
    ['--what', 'mail'],
    ['--unknown'],
    ['word'],
  ])('refuses %s %s', async (...args) => {
    await expect(bench(...args)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: scripts/bench') });
  });

  it('tells what it does', async () => {
    expect((await bench('--help')).stdout).toContain('Usage: scripts/bench');
  });
});
