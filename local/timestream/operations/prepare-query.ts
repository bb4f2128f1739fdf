/** PrepareQuery: checks a statement without running it, and tells its columns and parameters with their types. */
import type { Catalog } from '../catalog';
import { ServiceError } from '../errors';
import type { Operation } from '../operation';
import { flag, parseInput, required, structure, text } from '../protocol/shape';
import type { Statement } from '../sql/ast';
import type { ColumnOrigin } from '../sql/check/origin';
import { prepareQuery as prepare, type PreparedQuery } from '../sql/compile';
import { columnInfo, wireType, type ResultColumn } from '../sql/encode/column-info';
import { withPositions } from '../sql/errors';
import { parseStatement } from '../sql/parser/statement';
import { show } from '../sql/show';
import { planUnload, unloadReply } from '../unload/plan-unload';

const input = structure({ QueryString: required(text({ min: 1, max: 262_144 })), ValidateOnly: flag });

export const prepareQuery: Operation = async (members, { store, extensions }) => {
  const { QueryString, ValidateOnly } = parseInput(input, members);
  if (ValidateOnly !== true) throw new ServiceError('ValidationException', 'ValidateOnly must be true: statements are only validated, not stored.');
  const statement = withPositions(QueryString, () => parseStatement(QueryString, { extensions }));
  // As for a query: columns that were just written exist only once their rows do.
  await store.flush();
  const { columns, parameters } = withPositions(QueryString, () => prepared(statement, QueryString, store.catalog));
  return {
    QueryString,
    Columns: columnInfo(columns).map((column, index) => ({ ...column, ...selected(columns[index]) })),
    Parameters: parameters.map(({ name, type }) => ({ Name: name, Type: wireType(type) })),
  };
};

interface Prepared {
  readonly columns: readonly (ResultColumn & Partial<ColumnOrigin>)[];
  readonly parameters: PreparedQuery['parameters'];
}

function prepared(statement: Statement, text: string, catalog: Catalog): Prepared {
  if (statement.kind === 'query') return prepare(statement.query, text, catalog);
  if (statement.kind !== 'unload') return { columns: show(statement, catalog).columns, parameters: [] };
  const { columns, parameters } = prepare(statement.query, text, catalog);
  planUnload(statement, columns);
  return { columns: unloadReply, parameters };
}

/** Where a column comes from, if it is one of a table's as it stands. */
function selected(column: (ResultColumn & Partial<ColumnOrigin>) | undefined): object {
  const { origin, aliased = false } = column ?? {};
  return { ...(origin && { DatabaseName: origin.databaseName, TableName: origin.tableName }), Aliased: aliased };
}
