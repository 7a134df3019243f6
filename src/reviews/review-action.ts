/** What an audit row says was done in a loggkontroll. Each has its sentence in the texts. */
export const REVIEW_ACTIONS = ['review-drawn', 'review-judged', 'review-signed'] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];
