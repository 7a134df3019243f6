/** Refusals about runs, halted plans and holds, by code. */
export const runRefusals = {
  'no-such-run': {
    status: 404,
    en: 'There is no such run, or none that you may see.',
    sv: 'Det finns ingen sådan körning, eller ingen som du får se.',
  },
  'not-halted': {
    status: 409,
    en: 'The run is not halted. There is nothing to release.',
    sv: 'Körningen är inte stoppad. Det finns inget att släppa.',
  },
  'already-released': { status: 409, en: 'The plan is released already.', sv: 'Planen är redan släppt.' },
  'takes-another-person': {
    status: 409,
    en: 'You have said yes already. Somebody else must, too.',
    sv: 'Du har redan sagt ja. Någon annan måste också göra det.',
  },
  'takes-a-person': {
    status: 403,
    en: 'A halted plan is released by people, not by a program.',
    sv: 'En stoppad plan släpps av människor, inte av ett program.',
  },
  'run-going-on': {
    status: 409,
    en: 'Another run of the municipality is going on. Try again when it has ended.',
    sv: 'En annan körning av kommunen pågår. Försök igen när den är klar.',
  },
  'not-held': {
    status: 404,
    en: 'Nobody with that HSA-id is held for a changed identity, or nobody whom you may see.',
    sv: 'Ingen med det HSA-id:t är stoppad för en ändrad identitet, eller ingen som du får se.',
  },
} as const;

export type RunRefusal = keyof typeof runRefusals;
