/** Finds text that JSON can write and UTF-8 cannot; measure-decoder refuses it. */

/** Half a surrogate pair (`"\\ud800"`) has no UTF-8 form, so the service could not store what was sent. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
