import type { Actor } from '../audit/actor';
import type { MunicipalityConfiguration } from '../platform/config/schema';

/** What is asked of a run. */
export interface RunRequest {
  municipality: MunicipalityConfiguration;
  actor: Actor;
  full: boolean;
  /** Writes nothing, shows what would be applied. */
  dryRun: boolean;
  /** A halted plan that somebody releases: digest by HSA-id key. */
  approved?: { planId: string; rows: ReadonlyMap<string, string>; reason: string };
  /** How long to wait while another process runs the municipality. */
  waitMs: number;
  /** Called when the run has begun, under its id; not where it could not. */
  onStarted?: (runId: string) => void;
  onProgress?: (peopleRead: number) => void;
  signal?: AbortSignal;
}

/** Whoever holds this lease is the only one that reads and writes the municipality's people. */
export const municipalityLease = (code: string): string => `municipality:${code}`;
