/** What the caller typed, or a file of theirs, makes no sense; the message says what is wrong with it, and main ends with status 2. */
export class CostError extends Error {}
