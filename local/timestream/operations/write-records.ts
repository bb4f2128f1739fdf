/** WriteRecords: decodes the records, rejects those the table cannot take, has the rest stored, and reports by index. */
import { ServiceError } from '../errors';
import type { RequestContext, ServerOperation } from '../protocol/request-context';
import { list, parseInput, required, structure } from '../protocol/shape';
import { decodeRecords } from '../records/decode-records';
import type { IngestionWindow } from '../records/ingestion-window';
import { ingestionWindow, outsideReason, tierOf } from '../records/ingestion-window';
import { maxRecordsPerRequest } from '../records/limits';
import type { TimestreamRecord } from '../records/record';
import type { DroppedRecord } from '../records/reject-report';
import { recordShape } from '../records/record-shape';
import { scanRequest } from '../records/scan-request';
import { sizeProblem } from '../records/size-problem';
import type { Outcome } from '../store/admit';
import { existingTable } from '../store/change-definitions';
import type { Store } from '../store/store';
import type { Table } from '../store/table';
import { existingName } from './members';

const input = structure({
  DatabaseName: required(existingName),
  TableName: required(existingName),
  Records: required(list(recordShape, { min: 1, max: maxRecordsPerRequest })),
  CommonAttributes: recordShape,
});

const nsPerMs = 1_000_000n;

interface RejectedRecord {
  readonly RecordIndex: number;
  readonly Reason: string;
  readonly ExistingVersion?: bigint;
}

/**
 * What is kept of a request while it waits for the disk. Of its candidates, the records worth storing, only the late ones are, for the report:
 * the garbage collector copies what waits.
 */
interface Sifted {
  /** Where the candidates are in the request. */
  readonly indices: readonly number[];
  /** Those for the magnetic store, by their places among the candidates. */
  readonly late: ReadonlyMap<number, TimestreamRecord>;
  readonly rejected: RejectedRecord[];
}

export const writeRecords: ServerOperation = async (members, context) => {
  const { DatabaseName, TableName, Records, CommonAttributes } = parseInput(input, members);
  const table = existingTable(context.store.databases, DatabaseName, TableName);
  return write(table, decodeRecords(Records, CommonAttributes), context);
};

writeRecords.scan = (body, context) => {
  const scanned = scanRequest(body);
  return scanned && write(existingTable(context.store.databases, scanned.databaseName, scanned.tableName), scanned.records, context);
};

function write(table: Table, records: readonly TimestreamRecord[], { store, nowNs, magneticDelayMs }: RequestContext): Promise<object> {
  const acceptedNs = nowNs();
  const window = ingestionWindow(table.definition, acceptedNs);
  const { candidates, ...sifted } = sift(records, window);
  store.activePartitions.enter(table, Array.from(sifted.late.values(), ({ timeNs }) => timeNs), acceptedNs);
  const isDelayed = sifted.late.size > 0 && magneticDelayMs > 0;
  const delay = isDelayed ? { beforeNs: window.memoryFromNs, dueNs: acceptedNs + BigInt(magneticDelayMs) * nsPerMs } : undefined;
  return answer(store.write(table, candidates, delay), table, sifted, store);
}

async function answer(stored: Promise<readonly Outcome[]>, table: Table, { indices, late, rejected }: Sifted, store: Store): Promise<object> {
  const outcomes = await stored;
  const dropped: DroppedRecord[] = [];
  indices.forEach((index, at) => {
    const outcome = outcomes[at];
    if (outcome?.kind !== 'rejected') return;
    const { reason, existingVersion } = outcome;
    const record = late.get(at);
    if (existingVersion === undefined) rejected.push({ RecordIndex: index, Reason: reason });
    // A version conflict in the magnetic store is not in the answer: the service drops the record and reports it later, elsewhere.
    else if (record !== undefined) dropped.push({ record, reason });
    else rejected.push({ RecordIndex: index, Reason: reason, ExistingVersion: existingVersion });
  });
  await store.rejects.report(table, dropped);
  if (rejected.length > 0) {
    rejected.sort((a, b) => a.RecordIndex - b.RecordIndex);
    throw new ServiceError('RejectedRecordsException', 'One or more records have been rejected. See RejectedRecords for details.', { RejectedRecords: rejected });
  }
  return { RecordsIngested: { Total: indices.length, MemoryStore: indices.length - late.size, MagneticStore: late.size } };
}

/** Rejects what needs no look at other records. */
function sift(records: readonly TimestreamRecord[], window: IngestionWindow): Sifted & { readonly candidates: readonly TimestreamRecord[] } {
  const candidates: TimestreamRecord[] = [];
  const indices: number[] = [];
  const late = new Map<number, TimestreamRecord>();
  const rejected: RejectedRecord[] = [];
  records.forEach((record, index) => {
    const tier = tierOf(record.timeNs, window);
    const reason = tier === undefined ? outsideReason(window) : sizeProblem(record);
    if (reason !== undefined) {
      rejected.push({ RecordIndex: index, Reason: reason });
      return;
    }
    if (tier === 'magnetic') late.set(candidates.length, record);
    candidates.push(record);
    indices.push(index);
  });
  return { candidates, indices, late, rejected };
}
