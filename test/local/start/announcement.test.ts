/** The lines that `npm start` prints: addresses, lines to paste, and `ready` as the last one. */
import { announcement } from '../../../local/start/announcement';
import { exampleMessage } from '../../../local/start/example-message';

const addresses = { http: 'http://127.0.0.1:3001', mqtt: 'mqtt://127.0.0.1:1884', timestream: 'http://127.0.0.1:4580', kinesis: 'http://127.0.0.1:4581', s3: 'http://127.0.0.1:4582', lambda: 'http://127.0.0.1:4583' };

const tables = {
  tables: {
    Readings: {
      sources: [{ topic: 'sensors/+/telemetry' }],
      time: { from: '$.ts' },
      dimensions: { device_id: { from: ['topic(2)', '$.device_id'], required: true }, 'owner': {} },
      measures: { temperature: 'DOUBLE', ok: 'BOOLEAN' },
    },
    Kpis: { dimensions: { function: { required: true } }, measures: { errors: 'BIGINT' } },
  },
};

describe('the announcement', () => {
  const example = exampleMessage(tables, 0);
  const lines = announcement(addresses, example);

  it('ends with one line that says ready and where everything is', () => {
    expect(lines.at(-1)).toBe('ready http=http://127.0.0.1:3001 mqtt=mqtt://127.0.0.1:1884 timestream=http://127.0.0.1:4580 kinesis=http://127.0.0.1:4581 s3=http://127.0.0.1:4582 lambda=http://127.0.0.1:4583');
  });

  it('has lines to publish and to read that name the ports in use', () => {
    const text = lines.join('\n');
    expect(text).toContain("mosquitto_pub -h 127.0.0.1 -p 1884 -q 1 -t 'sensors/my-device/telemetry' -m '{");
    expect(text).toContain("npm run send -- 'sensors/my-device/telemetry' '{");
    expect(text).toContain("--url mqtt://127.0.0.1:1884");
    expect(text).toContain("curl 'http://127.0.0.1:3001/v1/tables/Readings/series?select=avg(temperature)&bin=5m&from=-1h&by=device_id'");
  });

  it('leaves the broker out of the send line where it is the default one', () => {
    expect(announcement({ ...addresses, mqtt: 'mqtt://127.0.0.1:1883' }, example).join('\n')).not.toContain('--url');
  });

  it('has no lines to paste without a table that takes messages', () => {
    expect(announcement(addresses, undefined).join('\n')).not.toContain('publish');
  });

  it('names the rules that devices can publish to directly, the first five of them', () => {
    const rules = ['one', 'two', 'three', 'four', 'five', 'six'];
    const text = announcement(addresses, example, rules).join('\n');
    expect(text).toContain('  Basic Ingest       $aws/rules/one/<topic>\n');
    expect(text).toContain('$aws/rules/five/<topic>\n                     and 1 more\n');
    expect(announcement(addresses, example).join('\n')).not.toContain('Basic Ingest');
  });

  it('quotes what a shell would read otherwise', () => {
    const text = announcement(addresses, { table: 'T', topic: "it's/$HOME", payload: '{}' }).join('\n');
    expect(text).toContain(`-t 'it'\\''s/$HOME'`);
  });
});

describe('the example message', () => {
  it('is what a device of the first table with a topic would say, without a time of its own', () => {
    const example = exampleMessage(tables, 0);
    expect(example).toMatchObject({ table: 'Readings', topic: 'sensors/my-device/telemetry', measure: 'temperature', dimension: 'device_id' });
    const payload = JSON.parse(example?.payload ?? '') as object;
    expect(payload).toHaveProperty('temperature');
    expect(payload).not.toHaveProperty('ts');
  });

  it('carries a time where one is required', () => {
    const strict = { tables: { Readings: { ...tables.tables.Readings, time: { from: '$.ts', ifMissing: 'reject' } } } };
    expect(JSON.parse(exampleMessage(strict, 1_700_000_000_000)?.payload ?? '')).toHaveProperty('ts', 1_700_000_000_000);
  });

  it('does not exist where no table has a topic', () => {
    expect(exampleMessage({ tables: { Kpis: tables.tables.Kpis } }, 0)).toBeUndefined();
  });
});
