/**
 * A CSV object as a stream -> slices of its rows with their lines, malformed ones among them; read by load-file.
 *
 * After a row whose quotes are wrong the parser goes on where quotes fit again, so that no text inside quotes is ever taken
 * for a row; all lines it passed over are reported with it.
 */
import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { BucketError } from '../buckets/buckets';
import type { CsvDialect } from './csv-dialect';
import { fileBytes, FileError } from './file-bytes';
import { maxRowBytes } from './limits';
import { LineCounter } from './line-counter';

export interface Lines {
  readonly firstLine: number;
  readonly lastLine: number;
}

export type CsvRow = Lines & ({ readonly values: readonly string[] } | { readonly problem: string });

/** Between two rows. */
export interface Place {
  readonly byte: number;
  /** Of the line that ends before it. */
  readonly line: number;
}

export interface CsvSlice {
  readonly rows: readonly CsvRow[];
  readonly end: Place;
}

export const fileStart: Place = { byte: 0, line: 0 };

/** A slice of larger rows ends earlier. */
const maxSliceBytes = 4 * 1024 * 1024;

/** A row that is well-formed, as far as the parser knows. */
interface Parsed {
  readonly values: readonly string[];
  readonly endByte: number;
  /** Why rows before it were passed over. */
  readonly problemBefore: string | undefined;
  /** Whether all bytes up to it were. */
  readonly isUtf8: boolean;
}

/** After these the parser cannot go on. */
const fatalCodes: ReadonlySet<string> = new Set(['CSV_MAX_RECORD_SIZE', 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE']);

const reasons = new Map([
  ['CSV_INVALID_CLOSING_QUOTE', 'A closing quote is not followed by a column separator.'],
  ['CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE', 'A closing quote is not followed by a column separator. The rest of the file is not read.'],
  ['INVALID_OPENING_QUOTE', 'A quote stands inside a value that is not in quotes.'],
  ['CSV_QUOTE_NOT_CLOSED', 'A quote is not closed.'],
  ['CSV_MAX_RECORD_SIZE', `A row has more than ${maxRowBytes} bytes. The rest of the file is not read.`],
]);

/**
 * @param source is destroyed at the end, also when the caller stops early
 * @param from where a row begins
 * @throws FileError when the file cannot be read any further, BucketError when its source fails
 */
export async function* csvSlices(source: Readable, dialect: CsvDialect, from: Place, maxRows: number): AsyncGenerator<CsvSlice> {
  const counter = new LineCounter(from);
  const parser = rowParser(dialect, from);
  let rows: CsvRow[] = [];
  let end = from;
  let sliceStart = from.byte;

  /** Takes up what was parsed. */
  function* fullSlices(): Generator<CsvSlice> {
    for (const parsed of parser.takeRows()) {
      const lastLine = counter.linesBefore(parsed.endByte);
      rows.push(...rowsOf(parsed, end.line, lastLine));
      end = { byte: parsed.endByte, line: lastLine };
      if (rows.length < maxRows && end.byte - sliceStart < maxSliceBytes) continue;
      yield { rows, end };
      rows = [];
      sliceStart = end.byte;
    }
  }

  try {
    for await (const { bytes, isUtf8 } of fileBytes(source, from.byte, counter)) {
      await parser.write(bytes, isUtf8);
      yield* fullSlices();
    }
    const problem = await parser.end();
    yield* fullSlices();
    if (problem !== undefined) rows.push({ problem, firstLine: end.line + 1, lastLine: counter.lines() });
    if (rows.length > 0) yield { rows, end };
  } catch (cause) {
    yield* fullSlices();
    if (rows.length > 0) yield { rows, end };
    throw failureOf(cause, end);
  } finally {
    source.destroy();
  }
}

function failureOf(cause: unknown, end: Place): Error {
  if (cause instanceof CsvError) return new FileError(reasonOf(cause), end.line + 1);
  return cause instanceof FileError ? cause : new BucketError('unavailable', 'The file cannot be read to its end.', { cause });
}

interface RowParser {
  /** @throws CsvError when it cannot go on; the rows before are there to be taken */
  write(bytes: Buffer, isUtf8: boolean): Promise<void>;
  /** @returns why the rows at the end were passed over, if they were */
  end(): Promise<string | undefined>;
  takeRows(): readonly Parsed[];
}

/** The parser with its rows taken out of it as they come: its own stream would drop those before a failure. */
function rowParser({ separator, quote, escape, trims }: CsvDialect, from: Place): RowParser {
  const rows: Parsed[] = [];
  let problem: string | undefined;
  let isUtf8 = true;
  const parser = parse({
    delimiter: separator, quote, escape, trim: trims, record_delimiter: ['\r\n', '\n'],
    relax_column_count: true, max_record_size: maxRowBytes, skip_records_with_error: true,
    on_skip: (error) => {
      if (error === undefined || fatalCodes.has(error.code)) throw error ?? new Error('a row was passed over for no reason');
      problem ??= reasonOf(error);
      return undefined;
    },
    on_record: (values, { bytes }) => {
      rows.push({ values, endByte: from.byte + bytes, problemBefore: problem, isUtf8 });
      problem = undefined;
      return null;
    },
  });
  // They come through the callbacks as well.
  parser.on('error', () => undefined);
  const settled = (call: (done: (error?: Error | null) => void) => void) => new Promise<void>((resolve, reject) => {
    call((error) => { if (error) reject(error); else resolve(); });
  });
  return {
    write: (bytes, isTextUtf8) => {
      isUtf8 = isTextUtf8;
      return settled((done) => parser.write(bytes, done));
    },
    end: async () => {
      await settled((done) => parser.end(done));
      return problem;
    },
    takeRows: () => rows.splice(0),
  };
}

function reasonOf({ code, message }: CsvError): string {
  return reasons.get(code) ?? message;
}

/** @param before the line that ends before the row, and before the rows passed over */
function rowsOf({ values, problemBefore, isUtf8 }: Parsed, before: number, lastLine: number): readonly CsvRow[] {
  const firstLine = lastLine === before + 1 ? lastLine : lastLine - values.reduce((count, value) => count + newlinesIn(value), 0);
  const passedOver = problemBefore === undefined ? [] : [{ problem: problemBefore, firstLine: before + 1, lastLine: firstLine - 1 }];
  // An empty line is no row.
  if (values.length === 1 && values[0] === '') return passedOver;
  if (!isUtf8 && values.some((value) => value.includes('\ufffd'))) return [...passedOver, { problem: 'The row is not in UTF-8.', firstLine, lastLine }];
  return [...passedOver, { values, firstLine, lastLine }];
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}
