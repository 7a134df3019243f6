/** Who decided something about roles, deputies or keys, and why. Sealed where it is kept: at a terminal it may be a name. */
export interface Decision {
  /** The person's HSA-id; at a terminal the name as given. */
  by: string;
  reason: string | null;
}
