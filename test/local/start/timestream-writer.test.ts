/** The stack's own writing to the local Timestream, for rules that lead there directly. */
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import type { TimestreamRecord } from '../../../local/iot/timestream-records';
import { createTables } from '../../../local/start/create-tables';
import { localClient } from '../../../local/start/local-client';
import { TimestreamWriter } from '../../../local/start/timestream-writer';
import { type RunningTimestream, startTimestream } from '../../../local/timestream/server';

let server: RunningTimestream;
let writer: TimestreamWriter;

beforeEach(async () => {
  server = await startTimestream({ data: ':memory:' });
  writer = new TimestreamWriter(server.endpoint);
  await createTables(server.endpoint, ['Fleet'], [{ databaseName: 'Fleet', tableName: 'Raw', memoryHours: 24, magneticDays: 30, magneticWrites: false }]);
});
afterEach(async () => {
  writer.close();
  await server.close();
});

const record = (measureName: string, type: TimestreamRecord['type'], value: string): TimestreamRecord =>
  ({ dimensions: [{ name: 'device', value: 'a1' }], measureName, type, value, time: String(Date.now()), timeUnit: 'MILLISECONDS' });

async function rows(...columns: string[]): Promise<unknown> {
  const client = new TimestreamQueryClient(localClient(server.endpoint));
  const { Rows } = await client.send(new QueryCommand({ QueryString: `SELECT measure_name, ${columns.join(', ')} FROM "Fleet"."Raw" ORDER BY measure_name` }));
  client.destroy();
  return Rows?.map(({ Data }) => Data?.map(({ ScalarValue }) => ScalarValue));
}

describe('the Timestream writer', () => {
  it('writes the records of a rule in one request, each a row of its own', async () => {
    await writer.write('Fleet', 'Raw', [record('count', 'BIGINT', '10'), record('level', 'DOUBLE', '1.5')]);
    expect(await rows('measure_value::bigint', 'measure_value::double')).toEqual([['count', '10', undefined], ['level', undefined, '1.5']]);
  });

  it('names what was rejected, and why: here a whole number that turned into another type', async () => {
    await writer.write('Fleet', 'Raw', [record('level', 'DOUBLE', '1.5')]);
    await expect(writer.write('Fleet', 'Raw', [record('level', 'BIGINT', '10'), record('other', 'DOUBLE', '2.5')])).rejects.toThrow(/level: .*type/);
    expect(await rows('measure_value::double')).toEqual([['level', '1.5'], ['other', '2.5']]);
  });

  it('says which table is missing', async () => {
    await expect(writer.write('Fleet', 'Gone', [record('count', 'BIGINT', '10')])).rejects.toThrow('Gone');
  });
});
