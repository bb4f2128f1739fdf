/** A server on a data folder and records that are numbers, for the tests beside: what was acknowledged, and what is there. */
import { Agent } from 'node:http';
import { startTimestream, type RunningTimestream } from '../../../../local/timestream/server';
import { queryRows, wireCalls, type Call, type WireAnswer } from '../../../local/timestream/wire-call';

export const nowMs = Date.UTC(2026, 5, 1, 12);
const databaseName = 'Durable';
/** The number is the time, and in the value. */
const firstMs = nowMs - 3_600_000;

export interface NumbersServer {
  readonly running: RunningTimestream;
  readonly call: Call;
  /** What it told the operator. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

export async function startNumbers(folder: string): Promise<NumbersServer> {
  const warnings: string[] = [];
  const running = await startTimestream({ data: folder, nowNs: () => BigInt(nowMs) * 1_000_000n, warn: (line) => warnings.push(line) });
  const agent = new Agent({ keepAlive: true });
  return {
    running,
    call: wireCalls(running.endpoint, agent),
    warnings,
    close: async () => {
      agent.destroy();
      await running.close();
    },
  };
}

export async function makeTable(call: Call, tableName = 'Numbers'): Promise<void> {
  await call('CreateDatabase', { DatabaseName: databaseName });
  await call('CreateTable', {
    DatabaseName: databaseName, TableName: tableName,
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 6, MagneticStoreRetentionPeriodInDays: 100 }, MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
  });
}

/** @param text what fills the records, as far as they shall be large; @param daysBack makes them late arrivals */
export function writeNumbers(call: Call, numbers: readonly number[], { text = 'x', daysBack = 0 } = {}): Promise<WireAnswer> {
  return call('WriteRecords', {
    DatabaseName: databaseName, TableName: 'Numbers',
    Records: numbers.map((number) => ({
      Dimensions: [{ Name: 'd', Value: `series ${number % 3}` }], MeasureName: 'metrics', MeasureValueType: 'MULTI', Time: String(firstMs + number - daysBack * 86_400_000),
      MeasureValues: [{ Name: 'number', Value: String(number), Type: 'BIGINT' }, { Name: 'text', Value: text, Type: 'VARCHAR' }],
    })),
  });
}

export async function storedNumbers(call: Call): Promise<number[]> {
  const rows = await queryRows(call, `SELECT number FROM "${databaseName}"."Numbers" ORDER BY number`);
  return rows.map(({ number }) => Number(number));
}

export function range(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, at) => from + at);
}
