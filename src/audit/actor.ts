/** Who or what did something. */
export interface Actor {
  kind: 'schedule' | 'command' | 'person' | 'machine';
  /** The schedule's or command's name; the person's HSA-id, or at a terminal the name as given (`--by`); the API key's name. */
  name: string;
  /** The operating system's user behind a command; it is not asked for, so it cannot be chosen. */
  systemUser: string | null;
  /** The role that the person used, where it took one. */
  role?: string;
  /** HSA-id of the manager in whose place they used it, as their deputy. */
  deputyFor?: string;
}
