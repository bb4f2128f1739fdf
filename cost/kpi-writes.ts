/** What the KPI record of an invocation costs to write; architectures multiplies it by the invocations. */
import { kpiTable } from '../shared/tables/kpi-table';
import { metered } from '../shared/timestream/metered';
import { recordToWire } from '../shared/timestream/record';

/** What an ingestion without trouble counts; values that are numbers have the same size whatever they are. */
const measured = ['duration_ms', 'cold_start', 'invocations', 'errors', 'written', 'metered_kib'];
const requestId = '00000000-0000-4000-8000-000000000000';

/** KiB of the request that holds one KPI record. */
export function kpiRecordKib(functionName: string): number {
  const record = recordToWire({
    dimensions: [{ name: 'function', value: functionName }, { name: 'stage', value: 'prod' }],
    measureName: kpiTable.measureName,
    timeNs: 1n,
    version: 1,
    measures: [
      ...measured.map((name) => ({ name, type: kpiTable.measures[name] ?? 'BIGINT', value: '1' })),
      { name: 'request_id', type: 'VARCHAR', value: requestId },
    ],
  });
  return metered({ Records: [record] });
}
