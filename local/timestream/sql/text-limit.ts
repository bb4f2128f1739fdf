/** How long texts may become, for the functions that could make them of any length. */

/** Characters; a row of a result has no more bytes. */
export const MAX_TEXT_LENGTH = 1_048_576;
