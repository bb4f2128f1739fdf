/** The answer of `/tables`: what can be asked of each table; from tables.json alone, without a query. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { aggregatesFor, type Aggregate } from './aggregates';
import { columnsOf, tableNamed, type Column } from './columns';
import { RequestParameters, type GivenParameters } from './request-parameters';

export interface TableBody {
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly required: boolean; readonly aggregates: readonly Aggregate[] }[];
  readonly measures: readonly {
    readonly name: string;
    readonly type: Column['type'];
    readonly unit?: string;
    readonly aggregates: readonly Aggregate[];
  }[];
  readonly retention: TableDefinition['retention'];
}

/** @throws ProblemError for any parameter: there are none */
export function tablesBody(service: ServiceDefinition, given: GivenParameters): { readonly tables: readonly TableBody[] } {
  new RequestParameters(given, []).throwIfRefused();
  return { tables: service.tables.map(tableToBody) };
}

/** @throws ProblemError for an unknown table or any parameter */
export function tableBody(service: ServiceDefinition, tableName: string | undefined, given: GivenParameters): TableBody {
  const parameters = new RequestParameters(given, []);
  const table = tableNamed(service, tableName, parameters);
  parameters.throwIfRefused();
  if (table === undefined) throw parameters.refusal();
  return tableToBody(table);
}

function tableToBody(table: TableDefinition): TableBody {
  return {
    name: table.name,
    dimensions: table.dimensions.map(({ name, required }) => ({ name, required, aggregates: aggregatesFor('VARCHAR') })),
    measures: columnsOf(table)
      .filter(({ kind }) => kind === 'measure')
      .map(({ name, type, unit }) => ({ name, type, ...(unit === undefined ? {} : { unit }), aggregates: aggregatesFor(type) })),
    retention: table.retention,
  };
}
