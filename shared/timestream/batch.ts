/**
 * Records of one table -> requests of at most 100 records that cost the fewest KiB: a request is billed by bytes rounded up, and what its
 * records share is billed once. write sends each.
 */
import { maxRecordsPerRequest, meteredUnitBytes } from './limits';
import { kibOf } from './metered';
import type { RecordOutcome, TimestreamRecord } from './record';
import type { CommonAttributes } from './request-body';
import { RequestSize } from './request-size';
import { compareTimes, gatherSeries, type Series, type SizedRecord } from './series';
import { recordsOfSharedTime, sampled, sharingOf, unsharedBytes } from './sharing';

/** A record and its place in what was handed to write, which leads its outcome back. */
export type BatchEntry = Pick<SizedRecord, 'index' | 'record' | 'series'>;

/** What became of one entry. */
export interface SettledEntry {
  readonly index: number;
  readonly outcome: RecordOutcome;
}

export interface Batch {
  readonly entries: readonly BatchEntry[];
  /** True of every entry: the request says it once. */
  readonly common: CommonAttributes;
  readonly meteredKib: number;
}

/** A request more costs time; it must save this share of the price to be worth it. */
const worthARequest = 0.01;

/** What a request of mixed series fills of its last KiB on average, for the estimate of what records would cost there. */
const mixedFill = 0.98;

/**
 * Packs records into batches, each record exactly once. It goes from what shares most to what shares least: whole series, then series
 * with the same rarely different dimensions (site, model), then the rest. What fills its KiBs well at one level is a batch; what
 * would be cheaper among the others goes on to the next. Linear in the records, but for sorting those that came out of order.
 *
 * Records of one series and one time stay in one batch, in the order they came, because batches travel side by side.
 */
export function packBatches(records: readonly TimestreamRecord[]): readonly Batch[] {
  const series = gatherSeries(records);
  const sharing = sharingOf(series);
  const batches: Batch[] = [];
  const mixed = (run: readonly SizedRecord[]) => mixedKib(run, sharing.mixedBytes);
  for (const own of series) {
    // A request costs a KiB at least; most series of a flush are far from it.
    const left = isFarFromFull(own) || mixed(own.records) < 1 ? own.records : fill(own.records, mixed, batches);
    if (left.length === 0) continue;
    const group = sharing.groupOf(own);
    for (const record of left) group.push(record);
  }
  const rest: SizedRecord[] = [];
  const groups = sharing.groups();
  const isLast = groups.length <= 1;
  for (const group of groups) {
    const left = fill(inCheaperOrder(group), (run) => (isLast ? Infinity : mixedKib(run, unsharedBytes)), batches);
    for (const record of left) rest.push(record);
  }
  fill(rest, () => Infinity, batches);
  return batches;
}

/** These entries as one batch, whatever it costs. */
export function batchOf(entries: readonly Pick<BatchEntry, 'index' | 'record'>[]): Batch {
  const size = new RequestSize();
  const sized = gatherSeries(entries.map(({ record }) => record)).flatMap(({ records }) => records);
  for (const one of sized) size.add(one);
  const indexOf = ({ index: place }: SizedRecord) => entries[place]?.index ?? place;
  return { entries: sized.map((one) => ({ ...one, index: indexOf(one) })), common: size.common(), meteredKib: kibOf(size.bytes) };
}

/**
 * Cuts an ordered run into batches while they are cheaper than what the same records would cost elsewhere.
 *
 * @returns the records that are left
 */
function fill(run: readonly SizedRecord[], elsewhereKib: (run: readonly SizedRecord[]) => number, batches: Batch[]): SizedRecord[] {
  let at = 0;
  while (at < run.length) {
    const { end, size } = wholeOrCut(run, at, elsewhereKib);
    const entries = at === 0 && end === run.length ? run : run.slice(at, end);
    const meteredKib = kibOf(size.bytes);
    if (meteredKib > elsewhereKib(entries)) return run.slice(at);
    batches.push({ entries, common: size.common(), meteredKib });
    at = end;
  }
  return [];
}

interface Cut {
  readonly end: number;
  readonly size: RequestSize;
}

/** The best request from `start`; all that is left, when what the cut would leave costs as much by itself as it does in here. */
function wholeOrCut(run: readonly SizedRecord[], start: number, elsewhereKib: (run: readonly SizedRecord[]) => number): Cut {
  const cut = bestCut(run, start);
  if (cut.end === run.length || run.length - start > maxRecordsPerRequest) return cut;
  const whole = sizeOf(run, start, run.length);
  const leftKib = Math.min(elsewhereKib(run.slice(cut.end)), kibOf(sizeOf(run, cut.end, run.length).bytes));
  return kibOf(whole.bytes) <= kibOf(cut.size.bytes) + leftKib ? { end: run.length, size: whole } : cut;
}

/** The end of the request from `start` that carries most for its KiBs; of nearly equal ones the longest. */
function bestCut(run: readonly SizedRecord[], start: number): Cut {
  const size = new RequestSize();
  const last = Math.min(run.length, start + maxRecordsPerRequest);
  let end = start;
  let bestValue = 0;
  let carried = 0;
  for (let at = start; at < last; at += 1) {
    const sized = run[at];
    if (sized === undefined) break;
    size.add(sized);
    carried += sized.ownBytes;
    const value = carried / kibOf(size.bytes);
    if (value < bestValue * (1 - worthARequest) || !(at + 1 === last || canCut(run, at + 1))) continue;
    end = at + 1;
    bestValue = Math.max(value, bestValue);
  }
  return { end, size: end === last ? size : sizeOf(run, start, end) };
}

function sizeOf(run: readonly SizedRecord[], start: number, end: number): RequestSize {
  const size = new RequestSize();
  for (let at = start; at < end; at += 1) {
    const sized = run[at];
    if (sized !== undefined) size.add(sized);
  }
  return size;
}

/** Not between two records of one series and one time. */
function canCut(run: readonly SizedRecord[], at: number): boolean {
  const before = run[at - 1];
  const after = run[at];
  return before === undefined || after === undefined || before.series !== after.series || before.record.timeNs !== after.record.timeNs;
}

/** Would cost less than one request even if its records shared nothing but their name. */
function isFarFromFull({ ownBytes, records, dimensionBytes }: Series): boolean {
  return ownBytes + records.length * dimensionBytes < meteredUnitBytes * mixedFill;
}

/** What records would cost in full requests of mixed series, as an estimate. */
function mixedKib(run: readonly SizedRecord[], mixedBytes: (sized: SizedRecord) => number): number {
  return run.reduce((sum, sized) => sum + mixedBytes(sized), 0) / meteredUnitBytes / mixedFill;
}

/** By time where many records share theirs, as those of a fleet that reports on the minute: then a time is billed once. Else by series. */
function inCheaperOrder(group: readonly SizedRecord[]): readonly SizedRecord[] {
  const some = group.slice(0, sampled);
  const times = new Set(some.map(({ record }) => record.timeNs)).size;
  return some.length / times < recordsOfSharedTime ? group : group.toSorted((a, b) => compareTimes(a.record.timeNs, b.record.timeNs));
}
