/** The boto3 code of the guide, against an empty server: what it prints, and where the guide is wrong, what it is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimestream, type RunningTimestream } from '../../local/timestream/server';
import { createGuideTable, firstPage, retention, writeReadings } from './sdk';
import { describeWith, python, runSnippets } from './tools';

const versions = 'import sys, boto3, botocore; print("Python", sys.version.split()[0], "boto3", boto3.__version__, "botocore", botocore.__version__)';
const createTable = 'snippets/03-create.py';
const writeSingle = 'snippets/04-write-single-measure.py';
const writeMulti = 'snippets/04-write-multi-measure.py';
const query = 'snippets/05-query.py';

jest.setTimeout(60_000);

const nowMs = Date.UTC(2026, 10, 20, 12);

const describePython = describeWith('python3-boto3', python, ['-c', versions]);

describePython('the boto3 code of the guide', () => {
  let server: RunningTimestream;

  beforeEach(async () => {
    server = await startTimestream({ data: ':memory:' });
  });

  afterEach(() => server.close());

  it('creates, writes and queries: one row, with a NULL average, since the records named temperature have no column temperature', async () => {
    const printed = await runSnippets(server.endpoint, createTable, writeSingle, writeMulti, query);
    expect(printed.trimEnd().split('\n')).toEqual([
      'Database and table created successfully.',
      'WriteRecords Status: 200',
      expect.stringMatching(/^\{'bucket': '\d{4}-\d\d-\d\d \d\d:\d[05]:00\.000000000', 'device_id': 'sensor-001', 'avg_temp': ''\}$/),
    ]);
  });

  it('is told that there is no column temperature as long as no multi-measure record has brought it', async () => {
    await expect(runSnippets(server.endpoint, createTable, writeSingle, query))
      .rejects.toThrow(/ValidationException.*line 4:\d+: Column 'temperature' does not exist/);
  });

  it('changes the retention of a table', async () => {
    await runSnippets(server.endpoint, createTable, 'snippets/10-update-retention.py');
    expect(await retention(server.endpoint)).toEqual({ MemoryStoreRetentionPeriodInHours: 48, MagneticStoreRetentionPeriodInDays: 1825 });
  });

  it('writes the duration and the count of a Lambda function', async () => {
    expect(await runSnippets(server.endpoint, createTable, 'snippets/08-write-metric.py', 'call-lambda-handler.py'))
      .toContain(`{'statusCode': 200, 'body': '{"orderId": "o-17", "status": "processed"}'}`);
  });

  it('does not get a scheduled query past its own client, because section 6 does not say where errors are reported to', async () => {
    await expect(runSnippets(server.endpoint, 'snippets/06-scheduled-query.py'))
      .rejects.toThrow('Missing required parameter in input: "ErrorReportConfiguration"');
  });
});

describePython('the paginator of the guide', () => {
  it('goes through all pages of a long answer', async () => {
    const server = await startTimestream({ data: ':memory:', nowNs: () => BigInt(nowMs) * 1_000_000n });
    try {
      const readings = longAnswer();
      await createGuideTable(server.endpoint);
      await writeReadings(server.endpoint, readings);
      const rows = (await runSnippets(server.endpoint, query)).trimEnd().split('\n');
      expect(new Set(rows).size).toBe(readings.length);
      const [, statement = ''] = /query = """(.*?)"""/s.exec(readFileSync(join(__dirname, query), 'utf8')) ?? [];
      expect((await firstPage(server.endpoint, statement)).NextToken).toBeDefined();
    } finally {
      await server.close();
    }
  });
});

/** A reading for each row of the answer: 300 devices in 11 bins, with names that make 1 MB, the size of a page, of them. */
function longAnswer() {
  return Array.from({ length: 300 }, (_, device) => Array.from({ length: 11 }, (_, bin) => ({
    Dimensions: [{ Name: 'device_id', Value: `sensor-${device}-`.padEnd(400, 'x') }],
    MeasureName: 'temperature',
    MeasureValueType: 'MULTI' as const,
    MeasureValues: [{ Name: 'temperature', Value: `${20 + bin / 10}`, Type: 'DOUBLE' as const }],
    Time: `${nowMs - (bin * 5 + 1) * 60_000}`,
  }))).flat();
}
