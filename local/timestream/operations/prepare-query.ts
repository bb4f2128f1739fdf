/** PrepareQuery: checks a statement without running it, and tells its columns and parameters with their types. */
import { ServiceError } from '../errors';
import type { Operation } from '../operation';
import { flag, parseInput, required, structure, text } from '../protocol/shape';
import { prepareQuery as prepare } from '../sql/compile';
import { columnInfo, wireType, type ResultColumn } from '../sql/encode/column-info';
import type { ColumnOrigin } from '../sql/check/origin';
import { withPositions } from '../sql/errors';
import { parseStatement } from '../sql/parser/statement';
import { show } from '../sql/show';

const input = structure({ QueryString: required(text({ min: 1, max: 262_144 })), ValidateOnly: flag });

export const prepareQuery: Operation = async (members, { store, extensions }) => {
  const { QueryString, ValidateOnly } = parseInput(input, members);
  if (ValidateOnly !== true) throw new ServiceError('ValidationException', 'ValidateOnly must be true: statements are only validated, not stored.');
  const statement = withPositions(QueryString, () => parseStatement(QueryString, { extensions }));
  // As for a query: columns that were just written exist only once their rows do.
  await store.flush();
  const { columns, parameters } = withPositions(QueryString, () => (statement.kind === 'query'
    ? prepare(statement.query, QueryString, store.catalog)
    : { columns: show(statement, store.catalog).columns, parameters: [] }));
  return {
    QueryString,
    Columns: columnInfo(columns).map((column, index) => ({ ...column, ...selected(columns[index]) })),
    Parameters: parameters.map(({ name, type }) => ({ Name: name, Type: wireType(type) })),
  };
};

/** Where a column comes from, if it is one of a table's as it stands. */
function selected(column: (ResultColumn & Partial<ColumnOrigin>) | undefined): object {
  const { origin, aliased = false } = column ?? {};
  return { ...(origin && { DatabaseName: origin.databaseName, TableName: origin.tableName }), Aliased: aliased };
}
