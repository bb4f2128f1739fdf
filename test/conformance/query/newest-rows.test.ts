/** Latest answers while rows arrive, late and out of order: what the newest rows say must be what all rows say. */
import { databaseName, nowMs, startQueryService, type QueryService } from './query-service';

let service: QueryService;
beforeAll(async () => {
  service = await startQueryService();
});
afterAll(() => service.close());

const table = `"${databaseName}"."SensorReadings"`;

interface Reading {
  readonly device: string;
  readonly minutesAgo: number;
  readonly value?: number;
}

const record = ({ device, minutesAgo, value }: Reading) => ({
  Dimensions: [{ Name: 'device', Value: device }],
  MeasureName: 'metrics',
  MeasureValueType: 'MULTI' as const,
  MeasureValues: [{ Name: 'battery', Type: 'BIGINT' as const, Value: '1' }, ...(value === undefined ? [] : [{ Name: 'value', Type: 'DOUBLE' as const, Value: String(value) }])],
  Time: String(nowMs - minutesAgo * 60_000),
});

const minutes = 'date_diff(\'minute\', max(time), now())';

/** The same questions asked so that every row has to be read, and so that only the newest have to. */
async function bothAnswers(where: string) {
  return [
    await service.rows(`SELECT device, ${minutes}, max_by(value, time) FROM ${table} ${where} GROUP BY device ORDER BY device`),
    await service.rows(`SELECT device, ${minutes}, max_by(value, time) FROM ${table} ${where} GROUP BY device HAVING count(*) > 0 ORDER BY device`),
  ];
}

test('the newest reading of each device is the answer, whatever came late, has no value, or fell silent', async () => {
  await service.writeRecords([{ device: 'a', minutesAgo: 50, value: 1 }, { device: 'silent', minutesAgo: 300, value: 2 }].map(record));
  await service.writeRecords([{ device: 'a', minutesAgo: 10, value: 3 }, { device: 'b', minutesAgo: 20, value: 4 }].map(record));
  await service.writeRecords([{ device: 'a', minutesAgo: 30, value: 5 }, { device: 'b', minutesAgo: 5 }].map(record));
  const expected = [['a', '10', '3.0'], ['b', '5', null], ['silent', '300', '2.0']];
  expect(await bothAnswers('')).toEqual([expected, expected]);
  expect(await bothAnswers('WHERE time > ago(1h)')).toEqual([expected.slice(0, 2), expected.slice(0, 2)]);
  expect(await bothAnswers("WHERE device <> 'b' AND measure_name = 'metrics'")).toEqual([[expected[0], expected[2]], [expected[0], expected[2]]]);
  expect(await bothAnswers('WHERE time < ago(15m)')).toEqual([[['a', '30', '5.0'], ['b', '20', '4.0'], expected[2]], [['a', '30', '5.0'], ['b', '20', '4.0'], expected[2]]]);
});

test('answers hold while readings are being written', async () => {
  let isWriting = true;
  const writing = (async () => {
    for (let n = 0; n < 40; n += 1) await service.writeRecords(['a', 'b', `new-${n}`].map((device) => record({ device, minutesAgo: 4 - n / 20, value: n })));
    isWriting = false;
  })();
  let last = 0;
  while (isWriting) {
    const rows = await service.rows(`SELECT device, max_by(value, time) FROM ${table} WHERE device IN ('a', 'b', 'silent') GROUP BY device ORDER BY device`);
    expect(rows.map(([device]) => device)).toEqual(['a', 'b', 'silent']);
    // A reading that an answer has shown never goes away.
    expect(Number(rows[0]?.[1])).toBeGreaterThanOrEqual(last);
    last = Number(rows[0]?.[1]) === 3 ? 0 : Number(rows[0]?.[1]);
  }
  await writing;
  expect(await service.rows(`SELECT max_by(value, time) FROM ${table} WHERE device = 'a'`)).toEqual([['39.0']]);
});
