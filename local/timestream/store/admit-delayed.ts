/** As admit, for a server that shows late records only after a while: of those it takes in names and types; delayed-records keeps them. */
import type { TimestreamRecord } from '../records/record';
import type { Decide } from './admit';
import { admit } from './admit';
import { reasonAgainst } from './check-against-table';
import type { Table } from './table';

/** Which records of a request wait, and until when by the server's clock. */
export interface Delay {
  readonly beforeNs: bigint;
  readonly dueNs: bigint;
}

/** @param delayed receives the records that are accepted and have to wait */
export function admitDelayed({ beforeNs }: Delay, delayed: TimestreamRecord[]): Decide {
  return (table, record, stored, changed) => {
    if (record.timeNs >= beforeNs) return admit(table, record, stored, changed);
    const reason = reasonAgainst(table, record, table.findSeries(record.measureName, record.dimensionKey));
    if (reason !== undefined) return { kind: 'rejected', reason };
    define(table, record);
    delayed.push(record);
    return { kind: 'accepted' };
  };
}

function define(table: Table, { measureName, measureType, dimensions, dimensionKey, cells }: TimestreamRecord): void {
  if (table.findSeries(measureName, dimensionKey) === undefined) table.addSeries(measureName, measureType, dimensions, dimensionKey);
  for (const { name, type } of cells) {
    if (!table.columns.has(name)) table.addColumn(name, type, measureType === 'multi' ? 'MULTI' : 'MEASURE_VALUE');
  }
}
