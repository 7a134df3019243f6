/**
 * An address that a person can open, in a mail.
 * @param publicUrl `server.publicUrl`, with or without a slash at its end
 * @param path without a slash at its beginning
 */
export const publicLink = (publicUrl: string, path: string): string => `${publicUrl.replace(/\/$/, '')}/${path}`;
