import { directoryTexts } from '../../texts/sv/directory';
import type { ReadRefusal } from '../directory-source';
import { UnreadableFileError, UnreadableManifestError } from './file-errors';
import { LdifError } from './ldif-error';

/** The source answered but not wholly. */
export const refusal = (code: string, reason: string): ReadRefusal => ({ outcome: 'incomplete', code, reason });

/**
 * What a fault means for the read. Anything else is a surprise and is thrown on.
 *
 * | fault | outcome |
 * |---|---|
 * | stopped by its signal | incomplete: aborted |
 * | ends inside a line or a record, or holds nothing | incomplete, with the line |
 * | is not valid LDIF | failed, with the line |
 * | is not there or cannot be read | failed: file-… |
 * | the manifest is not there or is none | failed: manifest-… |
 */
export function asRefusal(error: unknown, file: string, signal?: AbortSignal): ReadRefusal {
  if (signal?.aborted) return refusal('aborted', directoryTexts.incomplete.aborted(file));
  if (error instanceof LdifError) {
    const reason = directoryTexts.atLine(file, error.line, directoryTexts.ldif[error.code](error.detail));
    return { outcome: error.isCutShort ? 'incomplete' : 'failed', code: error.code, reason };
  }
  if (error instanceof UnreadableFileError) {
    return { outcome: 'failed', code: `file-${error.reason}`, reason: directoryTexts.file[error.reason](file) };
  }
  if (error instanceof UnreadableManifestError) {
    return { outcome: 'failed', code: `manifest-${error.reason}`, reason: directoryTexts.manifest[error.reason](error.file) };
  }
  throw error;
}
