/** Who or what did something. */
export interface Actor {
  kind: 'schedule' | 'command' | 'person';
  /** The schedule's or command's name, or the person as given (`--by`). */
  name: string;
  /** The operating system's user behind a command; it is not asked for, so it cannot be chosen. */
  systemUser: string | null;
}
