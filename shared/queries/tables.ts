/** The answer of `/tables`: what can be asked of each table; from tables.json alone, without a query. */
import type { MeasureDefinition, MeasureType, ServiceDefinition, TableDefinition } from '../tables/definition';
import { aggregatesFor, type Aggregate } from './aggregates';
import { tableNamed } from './columns';
import { RequestParameters, type GivenParameters } from './request-parameters';

export interface TableBody {
  readonly name: string;
  readonly kind: TableDefinition['kind'];
  readonly dimensions: readonly {
    readonly name: string;
    readonly required: boolean;
    /** The values are keyed hashes. */
    readonly hashed?: true;
    readonly aggregates: readonly Aggregate[];
  }[];
  readonly measures: readonly MeasureBody[];
  readonly retention: TableDefinition['retention'];
}

export interface MeasureBody {
  readonly name: string;
  readonly type: MeasureType;
  readonly unit?: string;
  /** Of numbers: a counter only rises, but for resets. */
  readonly kind?: MeasureDefinition['kind'];
  readonly enum?: readonly string[];
  /** Asked for like any other, and no longer written. */
  readonly retired?: true;
  readonly aggregates: readonly Aggregate[];
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

function tableToBody({ name, kind, dimensions, measures, retention }: TableDefinition): TableBody {
  return {
    name,
    kind,
    dimensions: dimensions.map((dimension) => ({
      name: dimension.name,
      required: dimension.required,
      ...(dimension.hash === undefined ? {} : { hashed: true }),
      aggregates: aggregatesFor('VARCHAR'),
    })),
    measures: measures.map(measureToBody),
    retention,
  };
}

function measureToBody({ name, type, unit, kind, enum: texts, retired }: MeasureDefinition): MeasureBody {
  return {
    name,
    type,
    ...(unit === undefined ? {} : { unit }),
    ...(type === 'DOUBLE' || type === 'BIGINT' ? { kind } : {}),
    ...(texts === undefined ? {} : { enum: texts }),
    ...(retired ? { retired: true } : {}),
    aggregates: aggregatesFor(type),
  };
}
