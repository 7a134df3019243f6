/** The catalogue file is not there, or cannot be read. Names no path of this machine. */
export class UnreadableFileError extends Error {
  constructor(readonly reason: 'missing' | 'forbidden' | 'not-a-file' | 'unreadable') {
    super(`File ${reason}`);
    this.name = 'UnreadableFileError';
  }
}

/** The manifest is configured but cannot be read: the proof that was asked for is not there. */
export class UnreadableManifestError extends Error {
  constructor(
    /** The file's name without its path. */
    readonly file: string,
    readonly reason: 'unreadable' | 'malformed',
  ) {
    super(`Manifest ${reason}`);
    this.name = 'UnreadableManifestError';
  }
}
