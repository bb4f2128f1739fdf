/** WriteRecords: decodes the records, rejects those the table cannot take, has the rest stored, and reports by index. */
import { ServiceError } from '../errors';
import type { RequestContext, ServerOperation } from '../protocol/request-context';
import { list, parseInput, required, structure } from '../protocol/shape';
import { decodeRecords } from '../records/decode-records';
import type { IngestionWindow, Tier } from '../records/ingestion-window';
import { ingestionWindow, outsideReason, tierOf } from '../records/ingestion-window';
import { maxRecordsPerRequest } from '../records/limits';
import type { TimestreamRecord } from '../records/record';
import type { DroppedRecord } from '../records/reject-report';
import { recordShape } from '../records/record-shape';
import { scanRequest } from '../records/scan-request';
import { sizeProblem } from '../records/size-problem';
import { existingTable } from '../store/change-definitions';
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

/** A record worth storing, with its place in the request. */
interface Candidate {
  readonly index: number;
  readonly record: TimestreamRecord;
  readonly tier: Tier;
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

async function write(table: Table, records: readonly TimestreamRecord[], { store, nowNs, magneticDelayMs }: RequestContext): Promise<object> {
  const acceptedNs = nowNs();
  const window = ingestionWindow(table.definition, acceptedNs);
  const { candidates, rejected } = sift(records, window);
  const late = candidates.filter(({ tier }) => tier === 'magnetic');
  store.activePartitions.enter(table, late.map(({ record }) => record.timeNs), acceptedNs);
  const isDelayed = late.length > 0 && magneticDelayMs > 0;
  const delay = isDelayed ? { beforeNs: window.memoryFromNs, dueNs: acceptedNs + BigInt(magneticDelayMs) * nsPerMs } : undefined;
  const outcomes = await store.write(table, candidates.map(({ record }) => record), delay);
  const dropped: DroppedRecord[] = [];
  candidates.forEach(({ index, record, tier }, at) => {
    const outcome = outcomes[at];
    if (outcome?.kind !== 'rejected') return;
    const { reason, existingVersion } = outcome;
    if (existingVersion === undefined) rejected.push({ RecordIndex: index, Reason: reason });
    // A version conflict in the magnetic store is not in the answer: the service drops the record and reports it later, elsewhere.
    else if (tier === 'magnetic') dropped.push({ record, reason });
    else rejected.push({ RecordIndex: index, Reason: reason, ExistingVersion: existingVersion });
  });
  await store.rejects.report(table, dropped);
  if (rejected.length > 0) {
    rejected.sort((a, b) => a.RecordIndex - b.RecordIndex);
    throw new ServiceError('RejectedRecordsException', 'One or more records have been rejected. See RejectedRecords for details.', { RejectedRecords: rejected });
  }
  return { RecordsIngested: { Total: candidates.length, MemoryStore: candidates.length - late.length, MagneticStore: late.length } };
}

/** Rejects what needs no look at other records. */
function sift(records: readonly TimestreamRecord[], window: IngestionWindow): { candidates: Candidate[]; rejected: RejectedRecord[] } {
  const candidates: Candidate[] = [];
  const rejected: RejectedRecord[] = [];
  records.forEach((record, index) => {
    const tier = tierOf(record.timeNs, window);
    const reason = tier === undefined ? outsideReason(window) : sizeProblem(record);
    if (reason !== undefined) rejected.push({ RecordIndex: index, Reason: reason });
    else if (tier !== undefined) candidates.push({ index, record, tier });
  });
  return { candidates, rejected };
}
