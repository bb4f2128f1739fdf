/** The date patterns of parse_time(): the part of Joda-Time's letters that keys and folders are made of. */

const fields: Readonly<Record<string, (time: Date) => string>> = {
  yyyy: (time) => pad(time.getUTCFullYear(), 4),
  MM: (time) => pad(time.getUTCMonth() + 1, 2),
  dd: (time) => pad(time.getUTCDate(), 2),
  HH: (time) => pad(time.getUTCHours(), 2),
  mm: (time) => pad(time.getUTCMinutes(), 2),
  ss: (time) => pad(time.getUTCSeconds(), 2),
  SSS: (time) => pad(time.getUTCMilliseconds(), 3),
};

/** A run of one letter is a field, text in single quotes stands for itself, `''` is a quote. */
const piece = /''|'(?:[^']|'')+'|([A-Za-z])\1*|[^A-Za-z']/gy;

// Beyond this a Date has no year (ECMA-262, time values).
const maxEpochMs = 8.64e15;

/** What of the pattern is not supported, or undefined when all of it is. */
export function timePatternProblem(pattern: string): string | undefined {
  const pieces = pattern.match(piece) ?? [];
  if (pieces.join('') !== pattern) return `the quote in the time pattern ${JSON.stringify(pattern)} does not end`;
  const unknown = pieces.find((part) => /^[A-Za-z]/.test(part) && !Object.hasOwn(fields, part));
  return unknown === undefined
    ? undefined
    : `parse_time() does not support the pattern letters ${JSON.stringify(unknown)} yet, only ${Object.keys(fields).join(' ')}`;
}

/** Undefined when the time is no date, or the pattern one that timePatternProblem tells of. */
export function formatTime(pattern: string, epochMs: number): string | undefined {
  if (Math.abs(epochMs) > maxEpochMs || timePatternProblem(pattern) !== undefined) return undefined;
  const time = new Date(epochMs);
  return pattern.replace(piece, (part) => {
    if (part === "''") return "'";
    if (part.startsWith("'")) return part.slice(1, -1).replaceAll("''", "'");
    return fields[part]?.(time) ?? part;
  });
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
