/** A Timestream-compatible server with the tables of this service, and the environment of a function that uses it. */
import { CreateDatabaseCommand, CreateTableCommand } from '@aws-sdk/client-timestream-write';
import { startTimestream } from '../../local/timestream/server';
import { service } from '../../shared/tables/tables';
import { queryClient, writeClient } from '../../shared/timestream/clients';
import { runQuery } from '../../shared/timestream/query';
import type { TimestreamRecord } from '../../shared/timestream/record';
import { Sql, sql } from '../../shared/timestream/sql';
import { writeRecords } from '../../shared/timestream/write';
import { setFunctionEnvironment } from './function-environment';

const database = 'IoTMetrics';

/** Call it before a function is loaded; the clients of this process speak to this server from then on. */
export async function startTimestreamUnderTest() {
  const server = await startTimestream({ data: ':memory:' });
  setFunctionEnvironment({ endpoint: server.endpoint, database });
  await writeClient().send(new CreateDatabaseCommand({ DatabaseName: database }));
  for (const { name } of service.tables) {
    await writeClient().send(new CreateTableCommand({
      DatabaseName: database,
      TableName: name,
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    }));
  }
  return {
    /** Writes records, all of which must be taken. */
    async write(table: string, records: readonly TimestreamRecord[]): Promise<void> {
      const { outcomes } = await writeRecords(writeClient(), { database, table }, records);
      expect(outcomes).toEqual(records.map(() => ({ kind: 'written' })));
    },
    async countRows(table: string): Promise<number> {
      const { rows } = await runQuery(queryClient(), sql`SELECT count(*) AS "rows" FROM ${Sql.identifier(database)}.${Sql.identifier(table)}`);
      return Number(rows[0]?.rows);
    },
    async close(): Promise<void> {
      writeClient().destroy();
      queryClient().destroy();
      await server.close();
    },
  };
}

/** A record of SensorReadings; measures by name, each with the type that tables.json declares. */
export function sensorRecord(
  dimensions: Readonly<Record<string, string>>,
  timeMs: number,
  measures: Readonly<Record<string, number>>,
): TimestreamRecord {
  const table = service.tables.find(({ name }) => name === 'SensorReadings');
  return {
    dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
    measureName: 'sensor_metrics',
    timeNs: BigInt(timeMs) * 1_000_000n,
    version: 1,
    measures: Object.entries(measures).map(([name, value]) => ({
      name,
      type: table?.measures.find((measure) => measure.name === name)?.type ?? 'DOUBLE',
      value: String(value),
    })),
  };
}
