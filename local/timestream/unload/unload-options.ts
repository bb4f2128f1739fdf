/** The options of UNLOAD as written -> what they mean, every value checked; called by plan-unload. */
import type { StringLiteral, UnloadOption } from '../sql/ast';
import { SqlError, type Offset } from '../sql/errors';
import { parseFileSize } from './file-size';

/** How the lines of a CSV file are written. */
export interface CsvDialect {
  /** One character each. */
  readonly delimiter: string;
  readonly escape: string;
  readonly hasHeader: boolean;
}

export interface UnloadOptions {
  readonly partitionedBy: readonly StringLiteral[];
  /** Undefined for Parquet. */
  readonly csv?: CsvDialect;
  readonly isCompressed: boolean;
  /** About: a file may be longer by what was on its way to it. */
  readonly maxFileBytes: number;
}

export type UnloadFormat = 'CSV' | 'PARQUET';

export function formatOf({ csv }: { readonly csv?: CsvDialect }): UnloadFormat {
  return csv === undefined ? 'PARQUET' : 'CSV';
}

/** Names: https://docs.aws.amazon.com/timestream/latest/developerguide/supported-sql-constructs.UNLOAD.html */
const names = [
  'partitioned_by', 'format', 'compression', 'encryption', 'kms_key', 'field_delimiter', 'escaped_by', 'include_header', 'max_file_size',
] as const;

type OptionName = (typeof names)[number];
type Given = ReadonlyMap<OptionName, UnloadOption>;

const ofCsvOnly = ['field_delimiter', 'escaped_by', 'include_header'] as const satisfies readonly OptionName[];

/** @throws SqlError at the option or the value that is wrong */
export function unloadOptions(options: readonly UnloadOption[]): UnloadOptions {
  const given = byName(options);
  const isCsv = choice(given, 'format', ['CSV', 'PARQUET']) === 'CSV';
  if (!isCsv) refuseCsvOptions(given);
  checkEncryption(given);
  const maxFileSize = text(given, 'max_file_size') ?? { value: '78GB', at: 0 };
  return {
    partitionedBy: partitionedBy(given),
    ...(isCsv && { csv: csvDialect(given) }),
    isCompressed: choice(given, 'compression', ['GZIP', 'NONE']) === 'GZIP',
    maxFileBytes: parseFileSize(maxFileSize),
  };
}

function byName(options: readonly UnloadOption[]): Given {
  const given = new Map<OptionName, UnloadOption>();
  for (const option of options) {
    const { text: written, at } = option.name;
    const name = names.find((known) => known === written.toLowerCase());
    if (name === undefined) throw new SqlError(at, `UNLOAD has no option '${written}'; it has ${names.join(', ')}`);
    if (given.has(name)) throw new SqlError(at, `The option ${name} is given twice`);
    given.set(name, option);
  }
  return given;
}

function text(given: Given, name: OptionName): StringLiteral | undefined {
  const option = given.get(name);
  if (option === undefined) return undefined;
  if ('value' in option.value) return option.value;
  throw new SqlError(option.name.at, `The option ${name} is a text, no ARRAY`);
}

/** One of a few words, in capitals or not; the first when the option is not given. */
function choice<T extends string>(given: Given, name: OptionName, words: readonly [T, ...T[]]): T {
  const written = text(given, name);
  if (written === undefined) return words[0];
  const word = words.find((each) => each.toUpperCase() === written.value.toUpperCase());
  if (word === undefined) throw new SqlError(written.at, `The option ${name} is ${words.map((each) => `'${each}'`).join(' or ')}, not '${written.value}'`);
  return word;
}

function refuseCsvOptions(given: Given): void {
  for (const name of ofCsvOnly) {
    const option = given.get(name);
    if (option !== undefined) throw new SqlError(option.name.at, `The option ${name} is for format = 'CSV'`);
  }
}

/** The local buckets encrypt nothing, so the two options are checked and that is all. */
function checkEncryption(given: Given): void {
  const isKms = choice(given, 'encryption', ['SSE_S3', 'SSE_KMS']) === 'SSE_KMS';
  const key = text(given, 'kms_key');
  if (key === undefined) return;
  if (!isKms) throw new SqlError(key.at, "The option kms_key needs encryption = 'SSE_KMS'");
  if (key.value === '') throw new SqlError(key.at, 'The option kms_key is empty');
}

function csvDialect(given: Given): CsvDialect {
  const delimiter = text(given, 'field_delimiter') ?? { value: ',', at: 0 };
  const escape = text(given, 'escaped_by') ?? { value: '\\', at: 0 };
  checkCharacter('field_delimiter', delimiter);
  checkCharacter('escaped_by', escape);
  // No reader could tell them apart. A quote may escape quotes, as in most CSV files.
  if (delimiter.value === '"') throw new SqlError(delimiter.at, 'The option field_delimiter cannot be the quote that values are put in');
  if (delimiter.value === escape.value) throw new SqlError(Math.max(delimiter.at, escape.at), 'The options field_delimiter and escaped_by cannot be the same character');
  return { delimiter: delimiter.value, escape: escape.value, hasHeader: choice(given, 'include_header', ['false', 'true']) === 'true' };
}

function checkCharacter(name: OptionName, { value, at }: { value: string; at: Offset }): void {
  if (!/^[\t\x20-\x7e]$/.test(value)) throw new SqlError(at, `The option ${name} is one ASCII character, written as itself`);
}

function partitionedBy(given: Given): readonly StringLiteral[] {
  const option = given.get('partitioned_by');
  if (option === undefined) return [];
  if ('value' in option.value) throw new SqlError(option.value.at, "The option partitioned_by is an ARRAY of column names, such as ARRAY['region']");
  return option.value;
}
