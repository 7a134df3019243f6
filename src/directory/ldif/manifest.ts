import { parse, YAMLError } from 'yaml';
import { z } from 'zod';

/** What the exporter says of the file it wrote: proves that it was not cut at a record's edge. */
export interface Manifest {
  /** Records in the file, of every kind. */
  entries: number;
  /** Of the file's bytes, lower-case hexadecimal. */
  sha256: string;
}

/** Every scalar is text: YAML would take some digests for numbers. Other keys are let be. */
const manifest = z.object({
  entries: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .transform((digest) => digest.toLowerCase()),
});

/** Reads a manifest in YAML or JSON: `entries` and `sha256`. Null where it is none. */
export function parseManifest(text: string): Manifest | null {
  try {
    return manifest.safeParse(parse(text, { schema: 'failsafe', logLevel: 'silent' })).data ?? null;
  } catch (error) {
    if (error instanceof YAMLError) return null;
    throw error;
  }
}
