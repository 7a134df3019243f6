/** A number with its noun: `1 mejl skickat`, `2 mejl skickade`; none is many. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
