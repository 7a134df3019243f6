/** What its holder must show with every write: a later holder has a higher number, and the writes of an earlier one are refused. */
export interface Lease {
  name: string;
  holder: string;
  fencing: number;
}
