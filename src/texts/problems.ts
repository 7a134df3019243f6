/** What the API says where something is wrong with a request itself, by code: HTTP's status and both languages. */
export const problemTexts = {
  'not-authenticated': {
    status: 401,
    en: 'Log in, or send an API key that is valid.',
    sv: 'Logga in, eller skicka en API-nyckel som gäller.',
  },
  'not-permitted': {
    status: 403,
    en: 'You do not have the permission that this takes.',
    sv: 'Du har inte den behörighet som det här kräver.',
  },
  'from-another-site': {
    status: 403,
    en: 'A change must be sent from this service’s own pages.',
    sv: 'En ändring måste skickas från tjänstens egna sidor.',
  },
  'no-such-route': { status: 404, en: 'There is nothing at this address.', sv: 'Det finns inget på den här adressen.' },
  'method-not-allowed': {
    status: 405,
    en: 'This address does not take that method; the Allow header says which it takes.',
    sv: 'Adressen tar inte emot den metoden; huvudet Allow säger vilka den tar.',
  },
  'malformed-request': { status: 400, en: 'The request cannot be read.', sv: 'Frågan går inte att läsa.' },
  'malformed-json': { status: 400, en: 'The body is not JSON.', sv: 'Innehållet är inte JSON.' },
  invalid: {
    status: 400,
    en: 'Something that was sent is not as it must be; `errors` says what.',
    sv: 'Något som skickades är inte som det ska; `errors` säger vad.',
  },
  'too-large': { status: 413, en: 'The body is too large.', sv: 'Innehållet är för stort.' },
  'wrong-content-type': {
    status: 415,
    en: 'The body is of a type that is not taken here; the Accept header of this answer says which are.',
    sv: 'Innehållet är av en typ som inte tas emot här; svarets huvud Accept säger vilka som gör det.',
  },
  'if-match-missing': {
    status: 428,
    en: 'Say in If-Match which version you are changing: the ETag of what you read.',
    sv: 'Tala i If-Match om vilken version du ändrar: ETag från det du läste.',
  },
  'if-match-malformed': {
    status: 400,
    en: 'If-Match must be one ETag as this service writes it.',
    sv: 'If-Match måste vara en ETag som tjänsten skriver den.',
  },
  'idempotency-key-malformed': {
    status: 400,
    en: 'Idempotency-Key is 8 to 200 letters, digits and . _ : - without blanks.',
    sv: 'Idempotency-Key är 8–200 bokstäver, siffror och . _ : - utan blanktecken.',
  },
  'idempotency-key-not-used-here': {
    status: 400,
    en: 'This route does not take an Idempotency-Key.',
    sv: 'Adressen tar inte emot någon Idempotency-Key.',
  },
  'idempotency-key-reused': {
    status: 422,
    en: 'This Idempotency-Key was used for another request.',
    sv: 'Den här Idempotency-Key har använts till en annan fråga.',
  },
  'idempotency-key-in-use': {
    status: 409,
    en: 'The first request with this Idempotency-Key is still being carried out. Ask again in a moment.',
    sv: 'Den första frågan med denna Idempotency-Key håller på att utföras. Fråga igen om en stund.',
  },
  'answer-lost': {
    status: 409,
    en: 'The first request with this Idempotency-Key was carried out, but its answer was lost. Read what came of it; do not send it again.',
    sv: 'Den första frågan med denna Idempotency-Key utfördes, men svaret gick förlorat. Läs vad det blev; skicka den inte igen.',
  },
  'too-many-requests': {
    status: 429,
    en: 'Too many requests; Retry-After says how many seconds to wait.',
    sv: 'För många frågor; Retry-After säger hur många sekunder du ska vänta.',
  },
  unexpected: {
    status: 500,
    en: 'Something went wrong here. Operations can find it by the trace id.',
    sv: 'Något gick fel här. Driften kan hitta det på spårnumret.',
  },
} as const satisfies Record<string, { status: number; en: string; sv: string }>;

/** HTTP's own words for a status, and ours. */
export const statusTitles: Record<number, { en: string; sv: string }> = {
  400: { en: 'Bad Request', sv: 'Felaktig fråga' },
  401: { en: 'Unauthorized', sv: 'Inte inloggad' },
  403: { en: 'Forbidden', sv: 'Inte tillåtet' },
  404: { en: 'Not Found', sv: 'Finns inte' },
  405: { en: 'Method Not Allowed', sv: 'Metoden tas inte emot' },
  409: { en: 'Conflict', sv: 'Går inte som det är nu' },
  412: { en: 'Precondition Failed', sv: 'Ändrat under tiden' },
  413: { en: 'Content Too Large', sv: 'För stort' },
  415: { en: 'Unsupported Media Type', sv: 'Fel sorts innehåll' },
  422: { en: 'Unprocessable Content', sv: 'Går inte att utföra' },
  428: { en: 'Precondition Required', sv: 'Version saknas' },
  429: { en: 'Too Many Requests', sv: 'För många frågor' },
  500: { en: 'Internal Server Error', sv: 'Internt fel' },
  503: { en: 'Service Unavailable', sv: 'Går inte just nu' },
};

/** What is wrong with one field, without its value. */
export const fieldTexts = {
  missing: { en: 'Is missing.', sv: 'Saknas.' },
  type: { en: 'Is of the wrong type.', sv: 'Är av fel typ.' },
  format: { en: 'Is not written as it must be.', sv: 'Är inte skrivet som det ska.' },
  value: { en: 'Is none of the values that can be chosen.', sv: 'Är inget av de värden som går att välja.' },
  small: { en: 'Is too small or too short.', sv: 'Är för litet eller för kort.' },
  big: { en: 'Is too large or too long.', sv: 'Är för stort eller för långt.' },
  unknown: { en: 'Holds a field that is not known here.', sv: 'Har ett fält som inte är känt här.' },
  other: { en: 'Is not allowed.', sv: 'Är inte tillåtet.' },
} as const;
