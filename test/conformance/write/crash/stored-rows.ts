/** Compares what the crash test's tables answer with what was sent and acknowledged. */
import { queryRows, type Call } from '../../../local/timestream/wire-call';
import { isRecent, keyOfTime, recordOf, rowOf, tableNames, timeNsOfText, type RecordKey, type TableName } from './crash-record';
import type { Ledger } from './ledger';

export interface Sent {
  readonly ledger: Ledger;
  readonly startMs: number;
  readonly databaseName: string;
}

/** Enough to see what went wrong. */
const maxFindings = 5;

/** @returns what is lost, doubled, torn or out of nowhere; nothing when all is well */
export async function findWrongRows(call: Call, sent: Sent): Promise<string[]> {
  const findings: string[] = [];
  for (const table of tableNames) findings.push(...await wrongRowsOf(call, table, sent));
  return findings;
}

async function wrongRowsOf(call: Call, table: TableName, { ledger, startMs, databaseName }: Sent): Promise<string[]> {
  const findings: string[] = [];
  const seen = new Set<number>();
  for (const row of await queryRows(call, `SELECT * FROM "${databaseName}"."${table}"`)) {
    const key = keyOfTime(table, timeNsOfText(row.time!));
    const number = key.writer * 1_000_000 + key.index;
    if (seen.has(number)) findings.push(`${table}: doubled: ${JSON.stringify(row)}`);
    seen.add(number);
    if (!isAsSent(row, key, ledger, startMs)) findings.push(`${table}: acknowledged ${ledger.acknowledged(key)}, sent ${ledger.sent(key)}, stored ${JSON.stringify(row)}`);
  }
  for (const key of ledger.acknowledgedKeys(table)) {
    if (!seen.has(key.writer * 1_000_000 + key.index)) findings.push(`${table}: lost: ${JSON.stringify(rowOf(key, ledger.acknowledged(key), startMs))}`);
  }
  return findings.length > maxFindings ? [...findings.slice(0, maxFindings), `${table}: ${findings.length} in all`] : findings;
}

/** A version after the acknowledged one may have arrived before its answer could go out. */
function isAsSent(row: Readonly<Record<string, string | null>>, key: RecordKey, ledger: Ledger, startMs: number): boolean {
  const stored = textOf(row);
  for (let version = Math.max(ledger.acknowledged(key), 1); version <= ledger.sent(key); version += 1) {
    if (stored === textOf(rowOf(key, version, startMs))) return true;
  }
  return false;
}

function textOf(row: Readonly<Record<string, string | null>>): string {
  return JSON.stringify(Object.entries(row).filter(([, text]) => text !== null).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The cheap part of it: numbers of rows, whose times are all different. */
export async function findWrongCounts(call: Call, { ledger, databaseName }: Sent): Promise<string[]> {
  const findings: string[] = [];
  for (const table of tableNames) {
    const { acknowledged } = ledger.records(table);
    // Without a row there is no column to ask for.
    if (acknowledged === 0) continue;
    const [row] = await queryRows(call, `SELECT count(*) AS all_rows, count(DISTINCT time) AS times FROM "${databaseName}"."${table}"`);
    // Others write meanwhile.
    const { sent } = ledger.records(table);
    const count = Number(row?.all_rows);
    if (count < acknowledged || count > sent || row?.times !== row?.all_rows) findings.push(`${table}: ${JSON.stringify(row)} with ${acknowledged} acknowledged and ${sent} sent`);
  }
  return findings;
}

/** How many of the newest records of each table are tried. */
const versionsTried = 100;

/**
 * Other values in the version that stands are refused, naming it. The magnetic store drops them without a word: that it did
 * shows in its rows afterwards.
 */
export async function findForgottenVersions(call: Call, { ledger, startMs, databaseName }: Sent, nowMs: number): Promise<string[]> {
  const findings: string[] = [];
  for (const table of tableNames) {
    for (const key of [...ledger.acknowledgedKeys(table)].slice(-versionsTried)) {
      const version = ledger.acknowledged(key);
      if (version !== ledger.sent(key)) continue;
      const { status, body } = await call('WriteRecords', { DatabaseName: databaseName, TableName: table, Records: [recordOf(key, version, startMs, true)] });
      const isAsItShouldBe = isRecent(key, startMs, nowMs) ? status === 419 && JSON.stringify(body).includes(`"ExistingVersion":${version}`) : status === 200;
      if (!isAsItShouldBe) findings.push(`${table}: ${JSON.stringify(key)} has version ${version}: ${status} ${JSON.stringify(body)}`);
    }
  }
  return findings.slice(0, maxFindings);
}
