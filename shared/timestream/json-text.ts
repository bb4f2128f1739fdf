/** Texts as JSON has them; request-body and series-dimensions write names and values with it. */

/** What JSON cannot hold as it stands: its own signs, control characters, and halves of surrogate pairs, which have no UTF-8. */
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** What stands between the quotes. JSON.stringify alone takes twice as long, and hardly any text needs it. */
export function jsonText(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

export function quotedJson(text: string): string {
  return `"${jsonText(text)}"`;
}
