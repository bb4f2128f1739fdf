/** The value of max_file_size -> bytes; called by unload-options. */
import type { StringLiteral } from '../sql/ast';
import { SqlError } from '../sql/errors';

const MEGABYTE = 1024 * 1024;
const bytesByUnit = new Map([['MB', MEGABYTE], ['GB', 1024 * MEGABYTE]]);

/** https://docs.aws.amazon.com/timestream/latest/developerguide/export-unload-concepts.html */
const MIN_MEGABYTES = 16;
const MAX_GIGABYTES = 78;

/** @throws SqlError at the text */
export function parseFileSize({ value, at }: StringLiteral): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(MB|GB)$/i.exec(value) ?? [];
  const bytes = Number(amount) * (bytesByUnit.get(unit.toUpperCase()) ?? Number.NaN);
  if (bytes >= MIN_MEGABYTES * MEGABYTE && bytes <= MAX_GIGABYTES * 1024 * MEGABYTE) return Math.floor(bytes);
  throw new SqlError(at, `The option max_file_size is from '${MIN_MEGABYTES}MB' to '${MAX_GIGABYTES}GB', a number with MB or GB; '${value}' is not`);
}
