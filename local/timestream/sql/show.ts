/** SHOW and DESCRIBE: answered from the catalog alone, in the same shape as query results. */
import type { Catalog, TableEntry } from '../catalog';
import type { LikePattern, Name, Statement } from './ast';
import { existingTable } from './check/relation';
import type { ResultColumn } from './encode/column-info';
import { SqlError } from './errors';
import { scalar, type SqlType } from './types';

export interface ShowResult {
  readonly columns: readonly ResultColumn[];
  /** Rows as wire objects: these results are small. */
  readonly rows: readonly { readonly Data: readonly object[] }[];
}

type ShowStatement = Exclude<Statement, { kind: 'query' | 'unload' }>;

const varchar = (name: string): ResultColumn => ({ name, type: scalar('varchar') });
const text = (value: string) => ({ ScalarValue: value });
const row = (...values: readonly object[]) => ({ Data: values });

const dimensionList: SqlType = {
  kind: 'array',
  element: { kind: 'row', fields: [{ name: 'dimension_name', type: scalar('varchar') }, { name: 'data_type', type: scalar('varchar') }] },
};

/** @throws SqlError when a database or table does not exist */
export function show(statement: ShowStatement, catalog: Catalog): ShowResult {
  switch (statement.kind) {
    case 'show-databases':
      return names('Database', catalog.databaseNames(), statement.like);
    case 'show-tables':
      return names('Table', tableNames(catalog, statement.database), statement.like);
    case 'show-measures':
      return measures(tableNamed(catalog, statement.table), statement.like);
    case 'describe':
      return describe(tableNamed(catalog, statement.table));
  }
}

/** Without a database, those of all. */
function tableNames(catalog: Catalog, database: Name | undefined): readonly string[] {
  if (database === undefined) return catalog.databaseNames().flatMap((name) => catalog.tableNames(name) ?? []);
  const tables = catalog.tableNames(database.text);
  if (tables === undefined) throw new SqlError(database.at, `Requested database '${database.text}' not found for identifier '${database.text}'`, 'last');
  return tables;
}

function tableNamed(catalog: Catalog, [database, table, ...more]: readonly Name[]): TableEntry {
  if (database === undefined || table === undefined || more.length > 0) {
    throw new SqlError(database?.at ?? 0, 'A table is named by its database and its own name');
  }
  return existingTable(catalog, database, table);
}

function names(column: string, values: readonly string[], like: LikePattern | undefined): ShowResult {
  return { columns: [varchar(column)], rows: values.filter(matcher(like)).map((value) => row(text(value))) };
}

function measures(entry: TableEntry, like: LikePattern | undefined): ShowResult {
  const matches = matcher(like);
  const shown = entry.measures().filter((measure) => matches(measure.measureName));
  return {
    columns: [varchar('measure_name'), varchar('data_type'), { name: 'dimensions', type: dimensionList }],
    rows: shown.map(({ measureName, dataType, dimensions }) => row(text(measureName), text(dataType), {
      ArrayValue: dimensions.map((dimension) => ({ RowValue: row(text(dimension), text('varchar')) })),
    })),
  };
}

function describe(entry: TableEntry): ShowResult {
  return {
    columns: [varchar('Column'), varchar('Type'), varchar('Timestream attribute type')],
    rows: entry.columns.map((column) => row(text(column.name), text(column.type), text(column.attribute))),
  };
}

/** A LIKE pattern as a test: `%` is any text, `_` one character. */
function matcher(like: LikePattern | undefined): (value: string) => boolean {
  if (like === undefined) return () => true;
  const { escape } = like;
  if (escape !== undefined && Array.from(escape).length !== 1) throw new SqlError(like.at, 'Escape string must be a single character');
  const pieces: string[] = [];
  const characters = Array.from(like.pattern);
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === escape) {
      index += 1;
      const escaped = characters[index];
      if (escaped === undefined || !['%', '_', escape].includes(escaped)) {
        throw new SqlError(like.at, "Escape character must be followed by '%', '_' or the escape character itself");
      }
      pieces.push(literalPattern(escaped));
    } else {
      pieces.push(character === '%' ? '[^]*' : character === '_' ? '[^]' : literalPattern(character));
    }
  }
  // Runs of % are one: several in a row would make the search slow for nothing.
  const pattern = new RegExp(`^${pieces.join('').replaceAll(/(?:\[\^\]\*)+/g, '[^]*')}$`, 'u');
  return (value) => pattern.test(value);
}

function literalPattern(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
