/** The SQL of the guide, statement by statement, with the rows that it gives: after the guide's own writes, and on readings it is meant for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimestream, type RunningTimestream } from '../../local/timestream/server';
import { createGuideTable, rowsOf, writeReadings, type Row } from './sdk';
import { singleMeasureRecord, writesOfSection4 } from './section-4';

const nowMs = Date.UTC(2026, 10, 20, 12);
const day = '2026-11-20';

type Records = Parameters<typeof writeReadings>[1];

/** A time of that day, `11:50`, in the form of records. */
const at = (time: string): string => `${Date.parse(`${day}T${time}:00Z`)}`;
/** The same as rows show it. */
const shown = (time: string): string => `${day} ${time}:00.000000000`;

/** @param expand replaces what is not SQL yet: Grafana's variables, the parameters of section 6 */
function statement(name: string, expand: Readonly<Record<string, string>> = {}): string {
  const text = readFileSync(join(__dirname, 'statements', `${name}.sql`), 'utf8');
  return Object.entries(expand).reduce((sql, [from, to]) => sql.replaceAll(from, to), text);
}

const grafana = { $__interval: '5m', $__timeFilter: `time BETWEEN from_milliseconds(${at('11:00')}) AND from_milliseconds(${at('12:00')})` };

/** Section 6 invents two parameters; the last two hours are what they would mean at noon. */
const lastRun = { '@scheduled_query_last_invocation_time': 'ago(2h)', '@scheduled_query_execution_time': 'now()' };

let server: RunningTimestream;

async function serverWith(records: Records): Promise<void> {
  server = await startTimestream({ data: ':memory:', nowNs: () => BigInt(nowMs) * 1_000_000n });
  await createGuideTable(server.endpoint);
  await writeReadings(server.endpoint, records);
}

const rows = (sql: string): Promise<Row[]> => rowsOf(server.endpoint, sql);
/** For statements that leave the order of some rows open. */
const sorted = async (sql: string): Promise<Row[]> => (await rows(sql)).sort((one, other) => String(one).localeCompare(String(other)));

describe('after the writes of section 4', () => {
  // Section 5 asks for the column `temperature` of records named `temperature`: section 4 writes that name as single-measure
  // records, whose column is `measure_value::double`, and that column in records named `sensor_metrics`. So nothing is found.
  beforeAll(() => serverWith(writesOfSection4(at('11:58'))));

  afterAll(() => server.close());

  it.each([
    ['05-time-range', {}, [['sensor-001', null]]],
    ['05-binning', {}, [[shown('11:55'), 'sensor-001', null, null, null]]],
    ['05-interpolation', {}, [['sensor-001', [[shown('11:58'), '22.7']]]]],
    ['06-hourly', lastRun, [['us-east-1', shown('11:00'), null, null]]],
    ['09-heatmap', grafana, [[shown('11:55'), 'sensor-001', null]]],
    ['09-threshold', {}, []],
  ])('%s', async (name, expand, expected) => {
    expect(await rows(statement(name, expand))).toEqual(expected);
  });
});

describe('before any multi-measure record', () => {
  beforeAll(() => serverWith([
    singleMeasureRecord('temperature', '20', at('11:00')), singleMeasureRecord('temperature', '22', at('11:02')), singleMeasureRecord('temperature', '25', at('11:05')),
  ]));

  afterAll(() => server.close());

  it.each([
    ['05-time-range', {}, "line 1:23: Column 'temperature' does not exist"],
    ['05-binning', {}, "line 3:12: Column 'temperature' does not exist"],
    ['06-hourly', lastRun, "line 3:12: Column 'temperature' does not exist"],
    ['09-heatmap', grafana, "line 4:12: Column 'temperature' does not exist"],
    ['09-threshold', {}, "line 2:12: Column 'temperature' does not exist"],
  ])('%s is refused: its column does not exist', async (name, expand, message) => {
    await expect(rows(statement(name, expand))).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('05-interpolation fills every minute between the readings', async () => {
    expect(await rows(statement('05-interpolation'))).toEqual([
      ['sensor-001', ['20.0', '21.0', '22.0', '23.0', '24.0', '25.0'].map((value, minute) => [shown(`11:0${minute}`), value])],
    ]);
  });
});

describe('on multi-measure records named temperature', () => {
  const reading = (device: string, region: string, time: string, temperature: string) => ({
    Dimensions: [{ Name: 'device_id', Value: device }, { Name: 'region', Value: region }],
    MeasureName: 'temperature',
    MeasureValueType: 'MULTI' as const,
    MeasureValues: [{ Name: 'temperature', Value: temperature, Type: 'DOUBLE' as const }],
    Time: at(time),
  });

  beforeAll(() => serverWith([
    reading('sensor-001', 'us-east-1', '11:50', '20'),
    reading('sensor-001', 'us-east-1', '11:52', '22'),
    reading('sensor-001', 'us-east-1', '11:57', '41'),
    reading('sensor-002', 'eu-west-1', '10:30', '10'),
    reading('sensor-002', 'eu-west-1', '11:58', '45.5'),
    reading('sensor-003', 'eu-west-1', '11:59', '39.9'),
  ]));

  afterAll(() => server.close());

  it('05-time-range: the average of the last hour, warmest device first', async () => {
    expect(await rows(statement('05-time-range'))).toEqual([['sensor-002', '45.5'], ['sensor-003', '39.9'], ['sensor-001', '27.666666666666668']]);
  });

  it('05-binning: average, maximum and minimum of every five minutes', async () => {
    expect(await sorted(statement('05-binning'))).toEqual([
      [shown('10:30'), 'sensor-002', '10.0', '10.0', '10.0'],
      [shown('11:50'), 'sensor-001', '21.0', '22.0', '20.0'],
      [shown('11:55'), 'sensor-001', '41.0', '41.0', '41.0'],
      [shown('11:55'), 'sensor-002', '45.5', '45.5', '45.5'],
      [shown('11:55'), 'sensor-003', '39.9', '39.9', '39.9'],
    ]);
  });

  it('06-hourly: every region and hour since the last run', async () => {
    expect(await sorted(statement('06-hourly', lastRun))).toEqual([
      ['eu-west-1', shown('10:00'), '10.0', '10.0'],
      ['eu-west-1', shown('11:00'), '42.7', '45.5'],
      ['us-east-1', shown('11:00'), '27.666666666666668', '41.0'],
    ]);
  });

  it('06-hourly is refused with the parameters that the guide invents', async () => {
    await expect(rows(statement('06-hourly'))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('09-heatmap: the average of every interval in the range of the dashboard', async () => {
    expect(await sorted(statement('09-heatmap', grafana))).toEqual([
      [shown('11:50'), 'sensor-001', '21.0'],
      [shown('11:55'), 'sensor-001', '41.0'],
      [shown('11:55'), 'sensor-002', '45.5'],
      [shown('11:55'), 'sensor-003', '39.9'],
    ]);
  });

  it('09-threshold: only the devices above 40 degrees in the last five minutes, hottest first', async () => {
    expect(await rows(statement('09-threshold'))).toEqual([['sensor-002', '45.5'], ['sensor-001', '41.0']]);
  });

  it('05-interpolation is refused: no record has brought measure_value::double', async () => {
    await expect(rows(statement('05-interpolation'))).rejects.toMatchObject({ name: 'ValidationException', message: "line 3:37: Column 'measure_value::double' does not exist" });
  });
});
