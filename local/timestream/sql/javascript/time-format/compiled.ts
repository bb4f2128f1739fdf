/** Formats by their text: a query has few of them and many rows. */
import { Raised } from '../../print/raise';
import type { Element } from './element';

type Compile = (format: string, thisYear: number) => readonly Element[];

/** No text of the service is longer (a varchar has at most 2 KB), and what a row costs stays bounded. */
const MAX_FORMAT_LENGTH = 2048;
/** Formats may be computed per row; those of the last rows are kept. */
const MAX_KEPT = 100;

const kept = new Map<Compile, Map<string, readonly Element[]>>();

/** @throws Raised when the format is none */
export function compiled(compile: Compile, format: string, thisYear: number): readonly Element[] {
  if (format === '' || format.length > MAX_FORMAT_LENGTH) throw new Raised(`Invalid format: "${format.slice(0, 32)}"`);
  const formats = kept.get(compile) ?? new Map<string, readonly Element[]>();
  kept.set(compile, formats);
  const key = `${thisYear} ${format}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  if (formats.size >= MAX_KEPT) formats.clear();
  const elements = compile(format, thisYear);
  formats.set(key, elements);
  return elements;
}
