/** Object keys to file paths and back: readable where a key is a plain path, escaped where it is not, never outside its bucket. */

/** Most file systems take names up to 255 bytes; the rest is room for the endings below. */
const maxNameBytes = 200;

/** An escape is `%` and two hex digits; these endings of a name are none, so they cannot come from a key. */
const continued = '%+';
const besideFolder = '%f';
const emptySegment = '%';

/**
 * The names from the bucket's folder down to the object's file: one per segment of the key, more for a long segment.
 * `a/b.json` stays as it is; `..`, empty segments and characters that file systems give a meaning are escaped.
 */
export function keyToNames(key: string): readonly string[] {
  return key.split('/').flatMap(segmentToNames);
}

/** Where the object lies when its plain name is taken by a folder, as `a` is once there is `a/b`. */
export function nameBesideFolder(name: string): string {
  return name + besideFolder;
}

/** @returns undefined when the names cannot come from a key: somebody else put the file there */
export function namesToKey(names: readonly string[]): string | undefined {
  const last = names.at(-1) ?? '';
  const plain = [...names.slice(0, -1), last.endsWith(besideFolder) ? last.slice(0, -besideFolder.length) : last];
  const key = namesToPrefix(plain)?.slice(0, -1);
  return key !== undefined && keyToNames(key).join('/') === plain.join('/') ? key : undefined;
}

/**
 * What the keys of a folder begin with, by the names from the bucket's folder down to it. It ends in the middle of a segment when that is a
 * long one.
 *
 * @returns undefined when there can be no such keys
 */
export function namesToPrefix(names: readonly string[]): string | undefined {
  const segments = names.map((name) => (name.endsWith(continued) ? name.slice(0, -continued.length) : `${name}/`)).join('').split('/');
  try {
    return segments.map((segment) => (segment === emptySegment ? '' : decodeURIComponent(segment))).join('/');
  } catch {
    return undefined;
  }
}

function segmentToNames(segment: string): readonly string[] {
  if (segment === '') return [emptySegment];
  // On some systems a backslash or colon parts a path; controls and % would make names that nobody can read or undo.
  const escaped = segment.replace(/[\u0000-\u001f\u007f%\\:]/g, escapeCharacter);
  if (segment === '.' || segment === '..') return [segment.replaceAll('.', escapeCharacter)];
  if (Buffer.byteLength(escaped) <= maxNameBytes) return [escaped];
  // No piece of a long name may come out as `..`.
  const pieces = piecesOf(escaped.replaceAll('.', escapeCharacter));
  return pieces.map((piece, index) => (index < pieces.length - 1 ? piece + continued : piece));
}

function escapeCharacter(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Cuts between characters and never inside an escape. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const unit of text.match(/%[0-9A-F]{2}|./gsu) ?? []) {
    if (Buffer.byteLength(piece + unit) > maxNameBytes) {
      pieces.push(piece);
      piece = '';
    }
    piece += unit;
  }
  return [...pieces, piece];
}
