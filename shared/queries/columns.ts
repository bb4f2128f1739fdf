/** The columns of a table as questions name them: dimensions and measures with their types. */
import type { MeasureType, ServiceDefinition, TableDefinition } from '../tables/definition';
import { unknown, type RequestParameters } from './request-parameters';

export interface Column {
  readonly kind: 'dimension' | 'measure';
  readonly name: string;
  readonly type: MeasureType;
  readonly unit?: string;
}

/** Dimensions are text. */
export function columnsOf(table: TableDefinition): readonly Column[] {
  return [
    ...table.dimensions.map(({ name }): Column => ({ kind: 'dimension', name, type: 'VARCHAR' })),
    ...table.measures.map(({ name, type, unit }): Column => ({ kind: 'measure', name, type, ...(unit === undefined ? {} : { unit }) })),
  ];
}

/** The table a path names; undefined, and refused as `table`, when tables.json does not declare it. */
export function tableNamed(service: ServiceDefinition, name: string | undefined, parameters: RequestParameters): TableDefinition | undefined {
  const found = service.tables.find((table) => table.name === name);
  return found ?? parameters.refuse('table', unknown('table', name ?? '', service.tables.map((table) => table.name)));
}
