/** Where each element of a JSON array stands in its text, so that a dead letter keeps the bytes of its own reading alone; from-http asks. */

/**
 * In valid JSON: an escape in a text, the quote at an end of one, or a sign that structures it. A pattern of whole texts would need stack
 * for each of their escapes, and a record may have millions.
 */
const escapeOrSign = /\\.|["[\]{},]/g;

/** @param array valid JSON of an array */
export function jsonElements(array: string): readonly string[] {
  const elements: string[] = [];
  let depth = 0;
  let start = 0;
  let isInText = false;
  for (const { 0: token, index } of array.matchAll(escapeOrSign)) {
    if (token === '"') isInText = !isInText;
    if (isInText) continue;
    const opens = token === '[' || token === '{';
    const closes = token === ']' || token === '}';
    if (opens) depth += 1;
    if (opens && depth === 1) start = index + 1;
    if ((token === ',' && depth === 1) || (closes && depth === 1)) {
      elements.push(array.slice(start, index).trim());
      start = index + 1;
    }
    if (closes) depth -= 1;
  }
  return elements.length === 1 && elements[0] === '' ? [] : elements;
}
