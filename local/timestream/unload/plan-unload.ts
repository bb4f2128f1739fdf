/** An UNLOAD statement and the columns of its query -> where and how its rows are written; run-unload does it. */
import type { StringLiteral, UnloadStatement } from '../sql/ast';
import type { ResultColumn } from '../sql/encode/column-info';
import { SqlError, type Offset } from '../sql/errors';
import { isScalarKind, scalar, typeName } from '../sql/types';
import { parseDestination, type Destination } from './destination';
import { unloadColumns, type UnloadColumn } from './unload-column';
import { formatOf, unloadOptions, type UnloadOptions } from './unload-options';
import { refuseUnwritable } from './unwritable';

export interface UnloadPlan extends Omit<UnloadOptions, 'partitionedBy'> {
  readonly destination: Destination;
  /** Those in the files. */
  readonly columns: readonly UnloadColumn[];
  /** Those after them in the result, whose values name folders. */
  readonly partitions: readonly UnloadColumn[];
}

/** What UNLOAD answers: one row. */
export const unloadReply: readonly ResultColumn[] = [
  { name: 'rows', type: scalar('bigint') },
  { name: 'metadataFile', type: scalar('varchar') },
  { name: 'manifestFile', type: scalar('varchar') },
];

/**
 * @param result the columns of the statement's query
 * @throws SqlError naming the option, the column or the destination that does not fit
 */
export function planUnload(statement: UnloadStatement, result: readonly ResultColumn[]): UnloadPlan {
  const destination = parseDestination(statement.to);
  const { partitionedBy, ...options } = unloadOptions(statement.options);
  const named = unloadColumns(result);
  const partitions = partitionColumns(partitionedBy, named);
  refuseUnwritable(named, formatOf(options), statement.at);
  return { destination, ...options, columns: named.slice(0, named.length - partitions.length), partitions };
}

/** They are the last of the result, in the same order. https://docs.aws.amazon.com/timestream/latest/developerguide/export-unload-best-practices.html */
function partitionColumns(wanted: readonly StringLiteral[], columns: readonly UnloadColumn[]): readonly UnloadColumn[] {
  for (const [place, { value, at }] of wanted.entries()) checkPartition(value, at, wanted.slice(0, place), columns);
  const last = columns.slice(columns.length - wanted.length);
  const misplaced = wanted.find(({ value }, place) => last[place]?.name !== value);
  if (misplaced !== undefined) {
    throw new SqlError(misplaced.at, `The columns of partitioned_by are the last of the query, in the same order; '${misplaced.value}' is elsewhere`);
  }
  const [first] = wanted;
  if (first !== undefined && last.length === columns.length) throw new SqlError(first.at, 'All columns of the query are in partitioned_by, so none is left for the files');
  return last;
}

function checkPartition(name: string, at: Offset, before: readonly StringLiteral[], columns: readonly UnloadColumn[]): void {
  if (before.some(({ value }) => value === name)) throw new SqlError(at, `The column '${name}' is in partitioned_by twice`);
  const found = columns.filter((column) => column.name === name);
  const [column] = found;
  if (column === undefined) throw new SqlError(at, `The query has no column '${name}' to partition by`);
  if (found.length > 1) throw new SqlError(at, `The query has several columns '${name}'`);
  if (!isScalarKind(column.type.kind)) throw new SqlError(at, `A column of type ${typeName(column.type)} cannot be partitioned by`);
}
