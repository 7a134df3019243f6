/** A fact about one person that changed. */
export type FactChange = 'reading' | 'protected' | 'hold-opened' | 'hold-updated' | 'hold-closed' | 'hold-accepted';

/** What an audit row about one person says happened: `access-…` where access moved, else the fact that did. Each has its sentence in the texts. */
export type PersonAction =
  | `access-${'created' | 'changed' | 'ended' | 'reinstated' | 'deleted' | 'frozen'}`
  | FactChange
  | `case-${'refreshed' | 'revealed'}`
  | AccountAction;

/** What happened to an account in a real AD: written as desired, written half-way, refused, given another name, adopted, put in the queue to be mended. */
export type AccountAction = `account-${'applied' | 'written' | 'refused' | 'renamed' | 'adopted' | 'to-be-mended'}`;
