/** CsvConfiguration -> how the files of a task are written; csv-rows reads them so. */
import { ServiceError } from '../errors';
import { flag, structure, text } from '../protocol/shape';
import type { Shape } from '../protocol/shape';

const character = text({ min: 1, max: 1 });

export const csvShape = structure({
  ColumnSeparator: character,
  EscapeChar: character,
  QuoteChar: character,
  NullValue: text({ min: 1, max: 256 }),
  TrimWhiteSpace: flag,
});

type WireCsv = typeof csvShape extends Shape<infer T> ? T : never;

export interface CsvDialect {
  readonly separator: string;
  readonly quote: string;
  /** Counts inside quotes only. The same as the quote: quotes are written twice. */
  readonly escape: string;
  /** What stands for NULL beside the empty value. */
  readonly nullValue?: string;
  readonly trims: boolean;
}

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_CsvConfiguration.html */
const separators = [',', '|', ';', '\t', ' '];
const quotes = ['"', "'"];

/** @throws ServiceError ValidationException for a character that cannot have its part */
export function csvDialectOf({ ColumnSeparator: separator = ',', QuoteChar: quote = '"', EscapeChar: escape = quote, NullValue: nullValue, TrimWhiteSpace: trims = false }: WireCsv): CsvDialect {
  if (!separators.includes(separator)) throw invalid('ColumnSeparator', separator, 'it is a comma, a pipe, a semicolon, a tab or a blank space');
  if (!quotes.includes(quote)) throw invalid('QuoteChar', quote, 'it is a single or a double quote');
  if (escape === separator || /[\r\n]/.test(escape)) throw invalid('EscapeChar', escape, 'it can neither be the column separator nor end a line');
  return { separator, quote, escape, ...(nullValue !== undefined && { nullValue }), trims };
}

function invalid(member: string, value: string, rule: string): ServiceError {
  return new ServiceError('ValidationException', `The ${member} ${JSON.stringify(value)} is not supported: ${rule}.`);
}
