/** WriteRecords: decodes the records, rejects those the table cannot take, has the rest stored, and reports by index. */
import { ServiceError } from '../errors';
import type { ServerOperation } from '../protocol/request-context';
import { list, parseInput, required, structure } from '../protocol/shape';
import { decodeRecords } from '../records/decode-records';
import type { IngestionWindow, Tier } from '../records/ingestion-window';
import { ingestionWindow, outsideReason, tierOf } from '../records/ingestion-window';
import { maxRecordsPerRequest } from '../records/limits';
import type { TimestreamRecord } from '../records/record';
import { recordShape } from '../records/record-shape';
import { sizeProblem } from '../records/size-problem';
import type { Outcome } from '../store/admit';
import { existingTable } from '../store/change-definitions';
import { existingName } from './members';

const input = structure({
  DatabaseName: required(existingName),
  TableName: required(existingName),
  Records: required(list(recordShape, { min: 1, max: maxRecordsPerRequest })),
  CommonAttributes: recordShape,
});

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

export const writeRecords: ServerOperation = async (members, { store, nowNs }) => {
  const { DatabaseName, TableName, Records, CommonAttributes } = parseInput(input, members);
  const table = existingTable(store.databases, DatabaseName, TableName);
  const records = decodeRecords(Records, CommonAttributes);
  const { candidates, rejected } = sift(records, ingestionWindow(table.definition, nowNs()));
  const outcomes = await store.write(table, candidates.map(({ record }) => record));
  rejected.push(...candidates.flatMap((candidate, at) => rejectionOf(candidate, outcomes[at]) ?? []));
  if (rejected.length > 0) {
    rejected.sort((a, b) => a.RecordIndex - b.RecordIndex);
    throw new ServiceError('RejectedRecordsException', 'One or more records have been rejected. See RejectedRecords for details.', { RejectedRecords: rejected });
  }
  const inMemory = candidates.filter(({ tier }) => tier === 'memory').length;
  return { RecordsIngested: { Total: candidates.length, MemoryStore: inMemory, MagneticStore: candidates.length - inMemory } };
};

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

/** A version conflict in the magnetic store is not in the answer: the service drops the record and reports it later, elsewhere. */
function rejectionOf({ index, tier }: Candidate, outcome: Outcome | undefined): RejectedRecord | undefined {
  if (outcome?.kind !== 'rejected') return undefined;
  const { reason, existingVersion } = outcome;
  if (existingVersion === undefined) return { RecordIndex: index, Reason: reason };
  return tier === 'magnetic' ? undefined : { RecordIndex: index, Reason: reason, ExistingVersion: existingVersion };
}
