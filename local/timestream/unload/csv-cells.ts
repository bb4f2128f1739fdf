/** Values of a result -> the cells of a CSV file; csv-chunks makes lines of them. */
import type { DuckDBVector } from '@duckdb/node-api';
import { ServiceError } from '../errors';
import { elementCount } from '../sql/encode/element-count';
import { scalarText } from '../sql/encode/scalar-text';
import { isScalarKind, type SqlType } from '../sql/types';
import { jsonText } from './json-text';
import type { CsvDialect } from './unload-options';

/** Local: as objects of JavaScript, more elements in one value would take all memory. */
const MAX_ELEMENTS = 1_000_000;

/** @returns the text of a vector's value, null for NULL */
export type TextOf = (vector: DuckDBVector, row: number) => string | null;

/** Scalars as in answers, arrays, rows and time series as JSON. */
export function textOf(type: SqlType): TextOf {
  const isNested = !isScalarKind(type.kind);
  const write = isScalarKind(type.kind) ? scalarText(type.kind) : jsonText(type);
  return (vector, row) => {
    if (isNested && elementCount(vector, row, MAX_ELEMENTS + 1) > MAX_ELEMENTS) {
      throw new ServiceError('QueryExecutionException', `UNLOAD to CSV writes at most ${MAX_ELEMENTS} elements of a value; PARQUET takes more`);
    }
    // A vector keeps the objects it made of its lists; a slice takes them along when it goes.
    const value = isNested ? vector.slice(row, 1).getItem(0) : vector.getItem(row);
    return value === null ? null : write(value);
  };
}

/**
 * What makes a cell of a text. NULL is an empty cell.
 *
 * Quoted is what a reader would take apart or for something else: the delimiter, quotes and escapes, which an escape then
 * precedes, the ends of lines, the mark that readers drop from the beginning of a file, and a text without characters,
 * which is no NULL.
 */
export function cellWriter({ delimiter, escape }: CsvDialect): (text: string | null) => string {
  const special = new RegExp(`[${inClass(delimiter)}${inClass(escape)}"\\r\\n\\uFEFF]|^$`);
  const escaped = new RegExp(`["${inClass(escape)}]`, 'g');
  return (text) => {
    if (text === null || !special.test(text)) return text ?? '';
    return `"${text.replace(escaped, (character) => escape + character)}"`;
  };
}

/** A character as it is written in a class of a pattern. */
function inClass(character: string): string {
  return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}
