/** A fact about one person that changed. */
export type FactChange =
  | 'reading'
  | 'protected'
  | 'hold-opened'
  | 'hold-updated'
  | 'hold-closed'
  | 'hold-accepted'
  | `agreement-${'registered' | 'corrected' | 'scan-added' | 'signed' | 'withdrawn' | 'replaced'}`
  | 'granted'
  | 'grant-undone'
  | 'grant-removed'
  | 'removal-confirmed'
  | 'informed'
  | 'to-be-told'
  | 'baseline'
  | 'cosmic-units'
  | 'test-login'
  | OrderChange;

/** What somebody did with an order; `order-expired`: its last day is over. */
export type OrderChange = `order-${'placed' | 'changed' | 'end-set' | 'ended' | 'withdrawn' | 'expired' | 'fulfilled' | 'reopened'}`;

/** What an audit row about one person says happened: `access-…` where access moved, else the fact that did. Each has its sentence in the texts. */
export type PersonAction =
  | `access-${'created' | 'changed' | 'ended' | 'reinstated' | 'deleted' | 'frozen'}`
  | FactChange
  | 'agreement-printed'
  | `case-${'refreshed' | 'revealed' | CaseDeed}`
  | 'mail-sent-again'
  | AccountAction
  | AccessRightAction;

/** What was done about who may do what, and who came in. `login…` and `logout` are told by their actor, not by whom they are about. */
export type AccessRightAction =
  `role-${'granted' | 'removed'}` | `deputy-${'added' | 'ended'}` | `key-${'created' | 'revoked'}` | 'login' | 'login-refused' | 'logout';

/** What somebody at Servicecenter did with a case; `came-back`, `claim-expired` happen by themselves. */
export type CaseDeed = 'claimed' | 'taken-over' | 'released' | 'claim-expired' | 'noted' | 'returned' | 'came-back' | 'done';

/** What happened to an account in a real AD: written as desired, written half-way, refused, given another name, adopted, put in the queue to be mended. */
export type AccountAction = `account-${'applied' | 'written' | 'refused' | 'renamed' | 'adopted' | 'to-be-mended'}`;
