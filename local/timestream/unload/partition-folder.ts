/** The values that partition a row -> the folder of its file, named as Hive does; csv-files and parquet-files ask for it. */
import { ServiceError } from '../errors';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
export const MAX_PARTITIONS = 100;
/** Hive's name for the partition of NULL. */
const NULL_VALUE = '__HIVE_DEFAULT_PARTITION__';
/** What Hive writes as % and two hexadecimal digits. https://github.com/apache/hive (FileUtils.escapePathName) */
const escaped = /[\x00-\x1f"#%'*/:=?\\\x7f{[\]^]/g;

/**
 * `region=us-east-1/device=a%2Fb/`
 *
 * @throws ServiceError for what the service does not take: https://docs.aws.amazon.com/timestream/latest/developerguide/export-unload-best-practices.html
 */
export function partitionFolder(names: readonly string[], values: readonly (string | null)[]): string {
  return names.map((name, index) => {
    const value = values[index] ?? null;
    return `${ascii(name)}=${value === null ? NULL_VALUE : ascii(value)}/`;
  }).join('');
}

function ascii(text: string): string {
  if (/[^\x00-\x7f]/.test(text)) throw new ServiceError('QueryExecutionException', `UNLOAD can partition by ASCII characters only, which '${text}' is not made of`);
  return text.replace(escaped, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** @throws ServiceError */
export function checkPartitionCount(count: number): void {
  if (count > MAX_PARTITIONS) throw new ServiceError('QueryExecutionException', `UNLOAD writes at most ${MAX_PARTITIONS} partitions, and the result has more`);
}
