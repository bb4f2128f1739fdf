/** tables.json in, definitions out; each mistake gives one problem that names thing, value and rule. */
import fc from 'fast-check';
import { parseTables, TablesError } from '../../../shared/tables/parse-tables';
import tablesJson from '../../../tables.json';

/** What the mistakes are made in: the table of the guide, as loose as JSON is. */
interface Loose { [key: string]: any } // eslint-disable-line @typescript-eslint/no-explicit-any

function problemsAfter(change: (json: Loose, table: Loose) => void): string[] {
  const json = structuredClone(tablesJson) as Loose;
  change(json, json['tables'].SensorReadings);
  try {
    parseTables(json);
    return [];
  } catch (error) {
    if (!(error instanceof TablesError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

/** As JSON.parse makes it of a file that says so: an entry of its own. */
function withProto(entries: Loose, value: unknown): Loose {
  return Object.defineProperty({ ...entries }, '__proto__', { value, enumerable: true, configurable: true, writable: true });
}

const sensors = () => parseTables(tablesJson).tables.find(({ name }) => name === 'SensorReadings');

describe('a tables.json without mistakes', () => {
  it('keeps dimensions, measures and tables in the order of the file', () => {
    expect(parseTables(tablesJson).tables.map(({ name }) => name)).toEqual(['SensorReadings', 'Kpis']);
    expect(sensors()?.measures.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'temperature DOUBLE', 'humidity DOUBLE', 'pressure DOUBLE', 'battery_pct BIGINT',
    ]);
  });

  it('reads where values come from, by default from the field of the same name', () => {
    expect(sensors()?.dimensions).toEqual([
      { name: 'device_id', required: true, from: [{ kind: 'topic', level: 2 }, { kind: 'payload', keys: ['device_id'] }] },
      { name: 'location', required: false, from: [{ kind: 'payload', keys: ['location'] }] },
      { name: 'region', required: false, from: [{ kind: 'payload', keys: ['region'] }] },
    ]);
    expect(sensors()?.time).toMatchObject({ from: [{ kind: 'payload', keys: ['ts'] }], format: 'auto', ifMissing: 'received' });
  });

  it('fills in what a short one leaves out', () => {
    const { sources, time, retention } = parseTables(tablesJson).tables.find(({ name }) => name === 'Kpis') ?? {};
    expect({ sources, time, retention }).toMatchObject({
      sources: [],
      time: { from: [{ kind: 'payload', keys: ['time'] }], format: 'auto', ifMissing: 'received' },
      retention: { memoryHours: 24, magneticDays: 90, lateArrivals: false },
    });
  });

  it('gives the expected interval in milliseconds', () => {
    expect(sensors()?.expected).toEqual({ devices: 1000, everyMs: 10_000 });
  });

  it('takes a measure as a type alone or with unit, limits and paths', () => {
    const json = structuredClone(tablesJson) as Loose;
    json['tables'].SensorReadings.measures = { a: 'TIMESTAMP', b: { type: 'DOUBLE', unit: 'm/s', min: -1.5, max: 2, from: ['$.gps.speed', '$.v'] } };
    expect(parseTables(json).tables[0]?.measures).toMatchObject([
      { name: 'a', type: 'TIMESTAMP', from: [{ kind: 'payload', keys: ['a'] }] },
      { name: 'b', type: 'DOUBLE', unit: 'm/s', min: -1.5, max: 2, from: [{ kind: 'payload', keys: ['gps', 'speed'] }, { kind: 'payload', keys: ['v'] }] },
    ]);
  });

  it('takes every key of a source, a time, a dimension, a table and the file', () => {
    const json = structuredClone(tablesJson) as Loose;
    Object.assign(json, { kmsKeyId: 'alias/readings', tags: { team: 'energy', 'cost:centre': '' } });
    Object.assign(json['tables'].SensorReadings, {
      sources: [
        { topic: 'meters/+/load', via: 'stream', measureName: 'load', each: '$.data.intervals', when: { '$.v': 2, '$.head.kind': 'load', '$.test': false } },
        { topic: 'meters/+/state' },
      ],
      time: { ifFuture: 'received', ifAncient: 'received' },
      version: { from: ['$.rev', '$.meta.rev'] },
    });
    json['tables'].SensorReadings.dimensions.region = { hash: 'hmac' };
    const { tables: [table], stream, tags, kmsKeyId } = parseTables(json);
    expect({ stream, tags, kmsKeyId }).toEqual({ stream: true, tags: { team: 'energy', 'cost:centre': '' }, kmsKeyId: 'alias/readings' });
    expect(table).toMatchObject({
      kind: 'series',
      existing: false,
      time: { from: [{ kind: 'payload', keys: ['time'] }], format: 'auto', ifMissing: 'received', ifFuture: 'received', ifAncient: 'received' },
      version: { from: [{ kind: 'payload', keys: ['rev'] }, { kind: 'payload', keys: ['meta', 'rev'] }] },
    });
    expect(table?.sources).toEqual([
      {
        topic: 'meters/+/load', via: 'stream', measureName: 'load', each: ['data', 'intervals'],
        when: [{ keys: ['v'], value: 2 }, { keys: ['head', 'kind'], value: 'load' }, { keys: ['test'], value: false }],
      },
      { topic: 'meters/+/state', via: 'direct', measureName: 'sensor_metrics', when: [] },
    ]);
    expect(table?.dimensions[2]).toMatchObject({ name: 'region', hash: 'hmac' });
  });

  it('makes a stream for gateways when it is told to, and none when nothing asks for one', () => {
    const streamOf = (stream: unknown) => parseTables({ ...tablesJson, ...(stream === undefined ? {} : { stream }) }).stream;
    expect([undefined, false, true].map(streamOf)).toEqual([false, false, true]);
  });

  it('takes an event table that somebody else made', () => {
    const json = structuredClone(tablesJson) as Loose;
    Object.assign(json['tables'].SensorReadings, { kind: 'event', existing: true });
    expect(parseTables(json).tables[0]).toMatchObject({ kind: 'event', existing: true });
  });

  const defaults = { ifNull: 'skip', ifEmpty: 'skip', ifNotFinite: 'reject', ifTooLong: 'reject', ifOutOfRange: 'reject', ifNotInEnum: 'reject' };

  it.each<[string, unknown, object]>([
    ['a type alone', 'DOUBLE', { kind: 'gauge', retired: false, policy: defaults }],
    ['a counter in other units', { type: 'BIGINT', kind: 'counter', scale: 0.001, unit: 'kW.h' }, { kind: 'counter', scale: 0.001, unit: 'kW.h', policy: defaults }],
    ['an enum', { type: 'VARCHAR', enum: ['on', 'off'], ifNotInEnum: 'skip' }, { enum: ['on', 'off'], policy: { ...defaults, ifNotInEnum: 'skip' } }],
    ['policies of a number', { type: 'DOUBLE', min: 0, ifNull: 'reject', ifEmpty: 'reject', ifNotFinite: 'skip', ifOutOfRange: 'clamp' },
      { policy: { ...defaults, ifNull: 'reject', ifEmpty: 'reject', ifNotFinite: 'skip', ifOutOfRange: 'clamp' } }],
    ['a policy of text', { type: 'VARCHAR', ifTooLong: 'truncate' }, { policy: { ...defaults, ifTooLong: 'truncate' } }],
    ['one that is no longer written', { type: 'DOUBLE', retired: true }, { retired: true }],
    ['a counter that says what becomes of values below 0', { type: 'BIGINT', kind: 'counter', ifOutOfRange: 'skip' }, { kind: 'counter', policy: { ...defaults, ifOutOfRange: 'skip' } }],
  ])('takes a measure: %s', (_what, measure, expected) => {
    const json = structuredClone(tablesJson) as Loose;
    json['tables'].SensorReadings.measures.extra = measure;
    expect(parseTables(json).tables[0]?.measures.at(-1)).toMatchObject({ name: 'extra', ...expected });
  });

  it('takes sources of one topic, in one table or in two, when a value of the message tells them apart', () => {
    expect(problemsAfter((json, table) => {
      const topic = 'sensors/+/telemetry';
      table['sources'] = [{ topic, when: { '$.v': 1 } }, { topic, when: { '$.v': 2, '$.kind': 'a' } }];
      json['tables'].More = { ...table, sources: [{ topic, when: { '$.kind': 'b', '$.v': '2' } }] };
    })).toEqual([]);
  });

  it('takes as many measures as a table has columns for, when the retired ones are more than a record holds', () => {
    expect(problemsAfter((_, table) => {
      table['measures'] = Object.fromEntries(Array.from({ length: 1024 }, (_value, i) => [`m${i}`, { type: 'DOUBLE', retired: i >= 256 }]));
    })).toEqual([]);
  });

  it('takes names and filters as long as AWS does, in bytes', () => {
    expect(problemsAfter((json, table) => {
      table['dimensions']['d'.repeat(60)] = {};
      table['measures']['m'.repeat(256)] = 'DOUBLE';
      table['measureName'] = 'n'.repeat(256);
      table['sources'] = [{ topic: `${'é'.repeat(126)}/+/t` }];
      json['tables']['t'.repeat(256)] = { ...table, sources: [] };
      json['service'] = 's'.repeat(24);
    })).toEqual([]);
  });

  it('takes several sources for one table, and a pinned database', () => {
    expect(problemsAfter((json, table) => {
      table['sources'] = [{ topic: 'sensors/+/telemetry', via: 'direct' }, { topic: 'gateways/+/+/telemetry' }];
      json['database'] = { local: 'IoTMetrics', pinned: 'Fleet' };
    })).toEqual([]);
  });
});

const mistakes: readonly [what: string, change: (json: Loose, table: Loose) => void, problem: string][] = [
  ['an unknown key, with the one that was meant', (_, table) => { table['partitonKey'] = 'x'; }, 'tables.SensorReadings.partitonKey: unknown; did you mean partitionKey?'],
  ['an unknown key that resembles none', (json) => { json['colour'] = 1; }, 'colour: unknown; known here: $schema, service, database, tables, stream, kmsKeyId, tags'],
  ['a type that does not exist', (_, table) => { table['measures'].temperature.type = 'DUOBLE'; }, 'tables.SensorReadings.measures.temperature.type: "DUOBLE" is not one of DOUBLE, BIGINT, VARCHAR, BOOLEAN, TIMESTAMP; did you mean DOUBLE?'],
  ['a measure without type', (_, table) => { table['measures'].temperature = { unit: 'K' }; }, 'tables.SensorReadings.measures.temperature.type: missing: must be one of DOUBLE, BIGINT, VARCHAR, BOOLEAN, TIMESTAMP'],
  ['no service', (json) => { delete json['service']; }, 'service: missing: must be a string'],
  ['a service name that no function could have', (json) => { json['service'] = 'My Service'; }, 'service: "My Service" must have 3 to 24 lower-case letters, digits or -, and start with a letter'],
  ['a database name that Timestream refuses', (json) => { json['database'] = 'a b'; }, 'database: "a b" must have 3 to 256 letters, digits, _ . or -'],
  ['a table name that Timestream refuses', (json, table) => { delete table['sources']; json['tables'].X = table; }, 'tables.X: "X" must have 3 to 256 letters, digits, _ . or -'],
  ['no KPI table', (json) => { delete json['tables'].Kpis; }, 'tables.Kpis: missing: every function writes a record per invocation to it'],
  ['a KPI table without its dimensions', (json) => { delete json['tables'].Kpis.dimensions.stage; }, 'tables.Kpis.dimensions.stage: missing: every KPI record has it'],
  ['a KPI table of another measure name', (json) => { json['tables'].Kpis.measureName = 'kpi'; }, 'tables.Kpis.measureName: "kpi" must be invocation, the measure name of every KPI record'],
  ['a KPI table that requires what no KPI record has', (json) => { json['tables'].Kpis.dimensions.team = { required: true }; }, 'tables.Kpis.dimensions.team.required: no KPI record has this dimension'],
  ['a KPI table without one of the measures', (json) => { delete json['tables'].Kpis.measures.errors; }, 'tables.Kpis.measures.errors: missing: KPI records write it as BIGINT'],
  ['a KPI measure of another type', (json) => { json['tables'].Kpis.measures.duration_ms.type = 'BIGINT'; }, 'tables.Kpis.measures.duration_ms: "BIGINT" must be DOUBLE, as KPI records write it'],
  ['a KPI measure of another type, in short', (json) => { json['tables'].Kpis.measures.errors = 'DOUBLE'; }, 'tables.Kpis.measures.errors: "DOUBLE" must be BIGINT, as KPI records write it'],
  ['a KPI table with a partition key that no KPI record has', (json) => { Object.assign(json['tables'].Kpis, { partitionKey: 'team' }).dimensions.team = {}; }, 'tables.Kpis.partitionKey: "team" must be function or stage, or left out'],
  ['a KPI table that devices write to', (json) => { json['tables'].Kpis.sources = [{ topic: 'kpis/#' }]; }, 'tables.Kpis.sources: must be left out: functions alone write to this table'],
  ['a KPI table with late arrivals', (json) => { json['tables'].Kpis.retention.lateArrivals = true; }, 'tables.Kpis.retention.lateArrivals: must be false: no KPI record is late, and the functions may not write to the bucket of rejected records'],
  ['a reserved dimension name', (_, table) => { table['dimensions'].time = {}; }, 'tables.SensorReadings.dimensions.time: "time" is reserved by Timestream: time, ts_non_existent_col and every name that starts with ts_, measure_name, measure_value'],
  ['a reserved prefix', (_, table) => { table['measures'].ts_x = 'DOUBLE'; }, 'tables.SensorReadings.measures.ts_x: "ts_x" is reserved by Timestream: time, ts_non_existent_col and every name that starts with ts_, measure_name, measure_value'],
  ['a colon in a measure name', (_, table) => { table['measures']['a:b'] = 'DOUBLE'; }, 'tables.SensorReadings.measures.a:b: "a:b" must start with a letter and have only letters, digits, _ . and -'],
  ['a quote in a dimension name', (_, table) => { table['dimensions']['a"b'] = {}; }, 'tables.SensorReadings.dimensions.a"b: "a\\"b" must start with a letter and have only letters, digits, _ . and -'],
  ['a measure name over 256 bytes', (_, table) => { table['measureName'] = 'n'.repeat(257); }, `tables.SensorReadings.measureName: "${'n'.repeat(59)}... must have at most 256 bytes`],
  ['a filter over 256 bytes', (_, table) => { table['sources'][0].topic = `${'é'.repeat(127)}/+/t`; }, `tables.SensorReadings.sources.0.topic: "${'é'.repeat(59)}... must have at most 256 bytes`],
  ['a dimension name over 60 bytes', (_, table) => { table['dimensions']['d'.repeat(61)] = {}; }, `tables.SensorReadings.dimensions.${'d'.repeat(61)}: "${'d'.repeat(59)}... must have at most 60 bytes`],
  ['a name that is dimension and measure', (_, table) => { table['measures'].region = 'VARCHAR'; }, 'tables.SensorReadings.measures.region: "region" is a dimension of the table too; a column has one name'],
  ['no measures', (_, table) => { table['measures'] = {}; }, 'tables.SensorReadings.measures: must not be empty'],
  ['no dimensions', (_, table) => { table['dimensions'] = {}; delete table['partitionKey']; }, 'tables.SensorReadings.dimensions: must not be empty'],
  ['more measures than a record holds', (_, table) => { table['measures'] = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`m${i}`, 'DOUBLE'])); }, 'tables.SensorReadings.measures: has 257 entries to write, a record takes 256'],
  ['a partition key that is no dimension', (_, table) => { table['partitionKey'] = 'device'; }, 'tables.SensorReadings.partitionKey: "device" is not a dimension of the table'],
  ['memory retention over the maximum', (_, table) => { table['retention'].memoryHours = 8767; }, 'tables.SensorReadings.retention.memoryHours: 8767 is above 8766'],
  ['magnetic retention of nothing', (_, table) => { table['retention'].magneticDays = 0; }, 'tables.SensorReadings.retention.magneticDays: 0 is below 1'],
  ['retention in part of an hour', (_, table) => { table['retention'].memoryHours = 1.5; }, 'tables.SensorReadings.retention.memoryHours: 1.5 is not a whole number'],
  ['a path that is none', (_, table) => { table['time'].from = 'ts'; }, 'tables.SensorReadings.time.from: "ts" must be topic(n), clientid() or a path such as $.gps.speed'],
  ['a bad path among alternatives', (_, table) => { table['dimensions'].region.from = ['$.region', '$..x']; }, 'tables.SensorReadings.dimensions.region.from.1: "$..x" must be topic(n), clientid() or a path such as $.gps.speed'],
  ['no alternatives', (_, table) => { table['dimensions'].region.from = []; }, 'tables.SensorReadings.dimensions.region.from: [] must not be empty'],
  ['a topic level that no source has', (_, table) => { table['dimensions'].device_id.from = 'topic(4)'; }, 'tables.SensorReadings.dimensions.device_id.from: "topic(4)" is beyond the 3 levels of the table\'s sources'],
  ['a filter with + inside a level', (_, table) => { table['sources'][0].topic = 'sensors/a+/t'; }, 'tables.SensorReadings.sources.0.topic: "sensors/a+/t" must be an MQTT topic filter: + a whole level, # only the last one, no empty level, no space or quote, not starting with $'],
  ['a filter of nine levels', (_, table) => { table['sources'][0].topic = 'a/b/c/d/e/f/g/h/i'; }, 'tables.SensorReadings.sources.0.topic: "a/b/c/d/e/f/g/h/i" must have at most 8 levels'],
  ['two sources that one message matches', (_, table) => { table['sources'].push({ topic: 'sensors/#' }); }, 'tables.SensorReadings.sources.1.topic: "sensors/#" overlaps "sensors/+/telemetry" of tables.SensorReadings.sources.0; a message belongs to one source'],
  ['two tables that one message matches', (json, table) => { json['tables'].More = { ...table, sources: [{ topic: '+/kpi/telemetry' }] }; }, 'tables.More.sources.0.topic: "+/kpi/telemetry" overlaps "sensors/+/telemetry" of tables.SensorReadings.sources.0; a message belongs to one source'],
  ['two sources of one topic that nothing tells apart', (_, table) => { table['sources'].push({ topic: 'sensors/+/telemetry' }); }, 'tables.SensorReadings.sources.1.topic: "sensors/+/telemetry" is the topic of tables.SensorReadings.sources.0 too; the when of each must ask another value of the same path, as a message belongs to one source'],
  ['two sources of one topic, of which a message can be both', (json, table) => { table['sources'][0].when = { '$.v': 1 }; json['tables'].More = { ...table, sources: [{ topic: 'sensors/+/telemetry', when: { '$.kind': 'a' } }] }; }, 'tables.More.sources.0.topic: "sensors/+/telemetry" is the topic of tables.SensorReadings.sources.0 too; the when of each must ask another value of the same path, as a message belongs to one source'],
  ['two sources of one topic by two ways', (_, table) => { table['sources'] = [{ topic: 'a/b/c', when: { '$.v': 1 } }, { topic: 'a/b/c', via: 'stream', when: { '$.v': 2 } }]; }, 'tables.SensorReadings.sources.1.via: "stream" is not "direct", as tables.SensorReadings.sources.0 of the same topic has it; one rule carries both'],
  ['filters that overlap without being equal, whatever their conditions', (_, table) => { table['sources'] = [{ topic: 'a/+/c', when: { '$.v': 1 } }, { topic: 'a/b/c', when: { '$.v': 2 } }]; }, 'tables.SensorReadings.sources.1.topic: "a/b/c" overlaps "a/+/c" of tables.SensorReadings.sources.0; a message belongs to one source'],
  ['a condition on something else than the message', (_, table) => { table['sources'][0].when = { 'topic(2)': 'x' }; }, 'tables.SensorReadings.sources.0.when.topic(2): "topic(2)" must be a path into the message such as $.intervals'],
  ['a condition on a list', (_, table) => { table['sources'][0].when = { '$.v': [1] }; }, 'tables.SensorReadings.sources.0.when.$.v: [1] is not a string, a number or a boolean'],
  ['a condition on empty text, which counts as absent', (_, table) => { table['sources'][0].when = { '$.v': '' }; }, 'tables.SensorReadings.sources.0.when.$.v: "" must not be empty'],
  ['no conditions', (_, table) => { table['sources'][0].when = {}; }, 'tables.SensorReadings.sources.0.when: must not be empty'],
  ['readings in an array that is not in the message', (_, table) => { table['sources'][0].each = 'clientid()'; }, 'tables.SensorReadings.sources.0.each: "clientid()" must be a path into the message such as $.intervals'],
  ['a measure name of a source that is reserved', (_, table) => { table['sources'][0].measureName = 'time'; }, 'tables.SensorReadings.sources.0.measureName: "time" is reserved by Timestream: time, ts_non_existent_col and every name that starts with ts_, measure_name, measure_value'],
  ['a way that does not exist', (_, table) => { table['sources'][0].via = 'steam'; }, 'tables.SensorReadings.sources.0.via: "steam" is not one of direct, stream; did you mean stream?'],
  ['no stream for a source that is via stream', (json, table) => { json['stream'] = false; table['sources'][0].via = 'stream'; }, 'stream: false, but tables.SensorReadings.sources.0 is via stream'],
  ['a version of events', (_, table) => { Object.assign(table, { kind: 'event', version: { from: '$.rev' } }); }, 'tables.SensorReadings.version: an event table has none: two readings of one time are two events there, never a correction'],
  ['a version from a level that no source has', (_, table) => { table['version'] = { from: 'topic(4)' }; }, 'tables.SensorReadings.version.from: "topic(4)" is beyond the 3 levels of the table\'s sources'],
  ['a version from nowhere', (_, table) => { table['version'] = {}; }, 'tables.SensorReadings.version.from: missing: must be a string'],
  ['a hash of another kind', (_, table) => { table['dimensions'].region.hash = 'sha1'; }, 'tables.SensorReadings.dimensions.region.hash: "sha1" is not one of hmac'],
  ['required dimensions whose names fill a record', (_, table) => { for (let i = 0; i < 35; i += 1) table['dimensions'][`d${i}`.padEnd(60, 'x')] = { required: true }; }, 'tables.SensorReadings.dimensions: the names of the required ones have 2109 bytes; a record takes 2048 of names and values'],
  ['nothing but retired measures', (_, table) => { table['measures'] = { temperature: { type: 'DOUBLE', retired: true } }; }, 'tables.SensorReadings.measures: all are retired, so that no record could be written'],
  ['more measures than a table has columns for', (_, table) => { table['measures'] = Object.fromEntries(Array.from({ length: 1025 }, (_value, i) => [`m${i}`, { type: 'DOUBLE', retired: i > 0 }])); }, 'tables.SensorReadings.measures: has 1025 entries, Timestream takes 1024'],
  ['a scale of nothing', (_, table) => { table['measures'].temperature.scale = 0; }, 'tables.SensorReadings.measures.temperature.scale: 0 would make every value 0'],
  ['a counter that falls', (_, table) => { Object.assign(table['measures'].temperature, { kind: 'counter', scale: -1 }); }, 'tables.SensorReadings.measures.temperature.scale: -1 makes the counter fall; a counter only rises'],
  ['an enum of numbers', (_, table) => { table['measures'].temperature.enum = ['a']; }, 'tables.SensorReadings.measures.temperature.enum: only VARCHAR measures have it, this one is DOUBLE'],
  ['an empty enum', (_, table) => { table['measures'].state = { type: 'VARCHAR', enum: [] }; }, 'tables.SensorReadings.measures.state.enum: [] must not be empty'],
  ['an enum with empty text', (_, table) => { table['measures'].state = { type: 'VARCHAR', enum: [''] }; }, 'tables.SensorReadings.measures.state.enum.0: "" must not be empty'],
  ['an enum that repeats itself', (_, table) => { table['measures'].state = { type: 'VARCHAR', enum: ['on', 'off', 'on'] }; }, 'tables.SensorReadings.measures.state.enum.2: "on" stands twice'],
  ['an enum with text that no VARCHAR holds', (_, table) => { table['measures'].state = { type: 'VARCHAR', enum: ['é'.repeat(1025)] }; }, `tables.SensorReadings.measures.state.enum.0: "${'é'.repeat(59)}... must have at most 2048 bytes`],
  ...['scale', 'kind', 'ifNotFinite', 'ifOutOfRange'].map((key): [string, (json: Loose, table: Loose) => void, string] => [
    `${key} of text`,
    (_, table) => { table['measures'].state = { type: 'VARCHAR', [key]: { scale: 2, kind: 'gauge' }[key] ?? 'skip' }; },
    `tables.SensorReadings.measures.state.${key}: only DOUBLE and BIGINT measures have it, this one is VARCHAR`,
  ]),
  ...['ifTooLong', 'ifNotInEnum'].map((key): [string, (json: Loose, table: Loose) => void, string] => [
    `${key} of a truth`,
    (_, table) => { table['measures'].state = { type: 'BOOLEAN', [key]: 'skip' }; },
    `tables.SensorReadings.measures.state.${key}: only VARCHAR measures have it, this one is BOOLEAN`,
  ]),
  ['a policy for limits that are not there', (_, table) => { table['measures'].temperature.ifOutOfRange = 'clamp'; }, 'tables.SensorReadings.measures.temperature.ifOutOfRange: the measure has neither min nor max'],
  ['a policy for an enum that is not there', (_, table) => { table['measures'].state = { type: 'VARCHAR', ifNotInEnum: 'skip' }; }, 'tables.SensorReadings.measures.state.ifNotInEnum: the measure has no enum'],
  ['a whole number clamped to a fraction', (_, table) => { table['measures'].battery_pct = { type: 'BIGINT', max: 99.5, ifOutOfRange: 'clamp' }; }, 'tables.SensorReadings.measures.battery_pct.max: 99.5 is not a whole number within 2^53, so no BIGINT can be clamped to it'],
  ['a policy that does not exist', (_, table) => { table['measures'].temperature.ifNull = 'clamp'; }, 'tables.SensorReadings.measures.temperature.ifNull: "clamp" is not one of skip, reject'],
  ['a key that is none', (json) => { json['kmsKeyId'] = 'my key'; }, 'kmsKeyId: "my key" must be the id, the ARN or the alias (alias/...) of a KMS key'],
  ['a key for a database that exists', (json, table) => { json['kmsKeyId'] = 'alias/x'; table['existing'] = true; }, 'kmsKeyId: tables.SensorReadings is existing and so is its database, which keeps the key it has'],
  ['a tag of AWS', (json) => { json['tags'] = { 'aws:x': 'y' }; }, 'tags.aws:x: "aws:x" must have 1 to 128 letters (a to z), digits, spaces and _ . : / = + -, and not start with aws:'],
  ['a tag of the deploy tool', (json) => { json['tags'] = { Stage: 'y' }; }, 'tags.Stage: "Stage" is a tag of the deploy tool, which every resource has'],
  ['tags that a role takes as one', (json) => { json['tags'] = { team: 'a', Team: 'b' }; }, 'tags.Team: "Team" differs from "team" only in case; a role takes them as one'],
  ['a tag value that AWS refuses', (json) => { json['tags'] = { team: 'a?' }; }, 'tags.team: "a?" must have at most 256 letters, digits, spaces and _ . : / = + - @'],
  ['more tags than a resource takes', (json) => { json['tags'] = Object.fromEntries(Array.from({ length: 50 }, (_value, i) => [`t${i}`, 'x'])); }, 'tags: has 50 entries, a resource takes 49 beside STAGE'],
  ['KPI records that are events', (json) => { json['tables'].Kpis.kind = 'event'; }, 'tables.Kpis.kind: "event" must be left out: the times of KPI records differ already'],
  ['KPI records with versions', (json) => { json['tables'].Kpis.version = { from: '$.rev' }; }, 'tables.Kpis.version: must be left out: no KPI record is corrected'],
  ['a KPI dimension that is hidden', (json) => { json['tables'].Kpis.dimensions.stage.hash = 'hmac'; }, 'tables.Kpis.dimensions.stage.hash: must be left out: KPI records tell it as it is'],
  ['a KPI measure that is decoded', (json) => { json['tables'].Kpis.measures.duration_ms.scale = 0.001; }, 'tables.Kpis.measures.duration_ms.scale: must be left out: functions write the measure, and no device'],
  ['limits of text', (_, table) => { table['measures'].state = { type: 'VARCHAR', max: 3 }; }, 'tables.SensorReadings.measures.state.max: 3 limits a VARCHAR measure; only DOUBLE and BIGINT have limits'],
  ['a minimum above the maximum', (_, table) => { table['measures'].battery_pct = { type: 'BIGINT', min: 101, max: 100 }; }, 'tables.SensorReadings.measures.battery_pct.min: 101 is above max, 100'],
  ['a counter that has no values', (_, table) => { Object.assign(table['measures'].temperature, { kind: 'counter', max: -0.5 }); }, 'tables.SensorReadings.measures.temperature.max: -0.5 is below 0, and a counter never is'],
  ['an enum whose texts would be cut', (_, table) => { table['measures'].state = { type: 'VARCHAR', enum: ['on'], ifTooLong: 'truncate' }; }, 'tables.SensorReadings.measures.state.ifTooLong: "truncate" would make of a text of the enum one that is none of it'],
  ['a number beyond a double', (_, table) => { table['measures'].temperature.min = JSON.parse('1e999'); }, 'tables.SensorReadings.measures.temperature.min: Infinity is not a number'],
  ['a source whose topics lack the level of a required dimension', (_, table) => { table['dimensions'].device_id.from = ['topic(2)', 'topic(3)']; table['sources'].push({ topic: 'status' }); }, 'tables.SensorReadings.sources.1.topic: "status" has no level 2, from which the required dimension device_id comes'],
  ['a topic level that no topic has', (_, table) => { table['sources'][0].topic = 'sensors/#'; table['dimensions'].device_id.from = 'topic(9)'; }, 'tables.SensorReadings.dimensions.device_id.from: "topic(9)" is beyond the 8 levels of the table\'s sources'],
  ['a filter with a control character', (_, table) => { table['sources'][0].topic = 'sensors/\u0001/t'; }, 'tables.SensorReadings.sources.0.topic: "sensors/\\u0001/t" must have no control characters'],
  ['a condition on the elements of an array', (_, table) => { Object.assign(table['sources'][0], { each: '$.events', when: { '$.events.kind': 'alarm' } }); }, 'tables.SensorReadings.sources.0.when.$.events.kind: is in the array of each, $.events; conditions look at the message around it'],
  ['a condition on the array itself', (_, table) => { Object.assign(table['sources'][0], { each: '$.events', when: { '$.events': 2 } }); }, 'tables.SensorReadings.sources.0.when.$.events: is in the array of each, $.events; conditions look at the message around it'],
  ['an array inside the value of a condition', (_, table) => { Object.assign(table['sources'][0], { each: '$.data.events', when: { '$.data': 2 } }); }, 'tables.SensorReadings.sources.0.when.$.data: is a value, and each, $.data.events, asks for an array inside it'],
  ['a condition inside the value of another', (_, table) => { table['sources'][0].when = { '$.v': 2, '$.v.minor': 1 }; }, 'tables.SensorReadings.sources.0.when.$.v.minor: is inside $.v, which no message has when that is 2'],
  ['a table of a name that JavaScript loses', (json) => { json['tables'] = withProto(json['tables'], { retention: 'bad' }); }, 'tables.__proto__: "__proto__" is no name for an entry, since JavaScript gives it another meaning'],
  ['a tag of a name that JavaScript loses', (json) => { json['tags'] = withProto({}, 'x'); }, 'tags.__proto__: "__proto__" is no name for an entry, since JavaScript gives it another meaning'],
  ['an interval longer than any', (_, table) => { table['expected'].every = '1000000000s'; }, 'tables.SensorReadings.expected.every: "1000000000s" must be a duration such as 10s, 5m or 1h'],
  ['an interval that is no duration', (_, table) => { table['expected'].every = 'ten seconds'; }, 'tables.SensorReadings.expected.every: "ten seconds" must be a duration such as 10s, 5m or 1h'],
  ['a time format that does not exist', (_, table) => { table['time'].format = 'epoch'; }, 'tables.SensorReadings.time.format: "epoch" is not one of auto, epoch-s, epoch-ms, epoch-us, epoch-ns, iso8601; did you mean epoch-s?'],
];

describe('a mistake in tables.json', () => {
  it.each(mistakes)('is named: %s', (_what, change, problem) => {
    expect(problemsAfter(change)).toEqual([problem]);
  });

  it('does not hide others: all are reported at once, ordered by path', () => {
    const problems = problemsAfter((json, table) => {
      json['servise'] = 'x';
      table['measures'].time = 'FLOAT';
      table['retention'] = { memoryHours: 0 };
      table['partitionKey'] = 'id';
      table['rollups'] = {};
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'servise',
      'tables.SensorReadings.measures.time',
      'tables.SensorReadings.measures.time',
      'tables.SensorReadings.partitionKey',
      'tables.SensorReadings.retention.magneticDays',
      'tables.SensorReadings.retention.memoryHours',
      'tables.SensorReadings.rollups',
    ]);
  });

  it('stands in the message of the error, one line each', () => {
    expect(() => parseTables({ service: 'ab' })).toThrow([
      'tables.json has 3 mistakes',
      '  database: missing: must be a string',
      '  service: "ab" must have 3 to 24 lower-case letters, digits or -, and start with a letter',
      '  tables: missing: must be an object',
    ].join('\n'));
  });

  it('is never anything but a TablesError, whatever JSON the file holds', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom('', 'tables', 'table', 'measures', 'sources'), (value, at) => {
      const json = structuredClone(tablesJson) as Loose;
      if (at === 'tables') json['tables'] = value;
      if (at === 'table') json['tables'].SensorReadings = value;
      if (at === 'measures') json['tables'].SensorReadings.measures = { ...(value as object) };
      if (at === 'sources') json['tables'].SensorReadings.sources = [value];
      try {
        parseTables(at === '' ? value : json);
      } catch (error) {
        expect(error).toBeInstanceOf(TablesError);
      }
    }));
  });
});

const notYet: readonly [path: string, change: (json: Loose, table: Loose) => void][] = [
  ['tables.SensorReadings.rollups', (_, table) => { table['rollups'] = { SensorHourly: { bin: '1h' } }; }],
  ['tables.SensorReadings.alerts', (_, table) => { table['alerts'] = {}; }],
];

describe('the KPI table', () => {
  it('may lack a partition key, and have optional dimensions and measures beside its own', () => {
    expect(problemsAfter((json) => {
      const { Kpis } = json['tables'];
      delete Kpis.partitionKey;
      Kpis.dimensions.team = {};
      Kpis.measures.cost = { type: 'DOUBLE', unit: 'USD' };
    })).toEqual([]);
  });
});

describe('what is settled but not built', () => {
  it.each(notYet)('is refused by name: %s', (path, change) => {
    expect(problemsAfter(change)).toEqual([`${path}: not yet`]);
  });
});
