/** Reject reports in DuckDB, from the request that made them until they lie in their bucket; reject-outbox decides which and when. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RejectReport } from '../records/reject-report';

export interface WaitingReport {
  readonly id: string;
  /** The table, for whoever has to hear of it. */
  readonly source: string;
  readonly bucket: string;
  readonly bytes: number;
}

export async function createReportTable(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS reject_reports (id VARCHAR, source VARCHAR, bucket VARCHAR, key VARCHAR, body VARCHAR)');
}

export async function putReport(connection: DuckDBConnection, { id, source, bucket, key, body }: RejectReport): Promise<void> {
  await connection.run('INSERT INTO reject_reports VALUES ($1, $2, $3, $4, $5)', [id, source, bucket, key, body]);
}

/** Oldest first for each table: keys go on with the time. */
export async function waitingReports(connection: DuckDBConnection): Promise<readonly WaitingReport[]> {
  const reader = await connection.runAndReadAll('SELECT id, source, bucket, strlen(body)::INTEGER FROM reject_reports ORDER BY key');
  // The types of the columns.
  return (reader.getRows() as [string, string, string, number][]).map(([id, source, bucket, bytes]) => ({ id, source, bucket, bytes }));
}

export async function readReport(connection: DuckDBConnection, id: string): Promise<Pick<RejectReport, 'key' | 'body'>> {
  const reader = await connection.runAndReadAll('SELECT key, body FROM reject_reports WHERE id = $1', [id]);
  const [[key, body] = []] = reader.getRows();
  if (typeof key !== 'string' || typeof body !== 'string') throw new Error(`There is no reject report ${id}`);
  return { key, body };
}

export async function deleteReport(connection: DuckDBConnection, id: string): Promise<void> {
  await connection.run('DELETE FROM reject_reports WHERE id = $1', [id]);
}
