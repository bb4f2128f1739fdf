/** The direct timestream action: one record for each attribute, typed as AWS types it. */
import { readAction } from '../../../local/iot/action';
import { RuleNumber } from '../../../local/iot/rule-sql/rule-number';
import { parseJson, type SqlVersion, type Value } from '../../../local/iot/rule-sql/value';
import { timestreamRecords, type TimestreamRecord } from '../../../local/iot/timestream-records';
import { contextOf } from './rule-sql/message-context';

function records(result: Value, timestamp?: { value: string; unit: string }): readonly TimestreamRecord[] {
  const action = readAction({
    kind: 'timestream', databaseName: 'd', tableName: 't', dimensions: [{ name: 'device_id', value: '${clientId()}' }, { name: 'device_firmware_sku', value: 'My Static Metadata' }],
    ...(timestamp === undefined ? {} : { timestamp }),
  }, { version: '2016-03-23', variables: new Set() });
  if (action.kind !== 'timestream') throw new Error('it was read as another action');
  return timestreamRecords(action, result, contextOf('{"ts": 1700000000000000001, "seconds": 1700000000, "half": 1.5}'));
}

/** The message of https://docs.aws.amazon.com/iot/latest/developerguide/timestream-rule-action.html#timestream-rule-action-examples */
const documented = `{
  "boolean_value": true, "integer_value": 123456789012, "double_value": 123.456789012, "string_value": "String value",
  "boolean_value_as_string": "true", "integer_value_as_string": "123456789012", "double_value_as_string": "123.456789012",
  "array_of_integers": [23,36,56,72], "array of strings": ["red", "green","blue"],
  "complex_value": { "simple_element": 42, "array_of_integers": [23,36,56,72], "array of strings": ["red", "green","blue"] }
}`;

describe('the records of a result', () => {
  it('are those of the documented example', () => {
    const result = records(parseJson(documented, '2016-03-23'));
    expect(result.map(({ measureName, type, value }) => [measureName, type, value])).toEqual([
      ['boolean_value', 'BOOLEAN', 'true'],
      ['integer_value', 'BIGINT', '123456789012'],
      ['double_value', 'DOUBLE', '123.456789012'],
      ['string_value', 'VARCHAR', 'String value'],
      ['boolean_value_as_string', 'VARCHAR', 'true'],
      ['integer_value_as_string', 'VARCHAR', '123456789012'],
      ['double_value_as_string', 'VARCHAR', '123.456789012'],
      ['array_of_integers', 'VARCHAR', '[23,36,56,72]'],
      ['array of strings', 'VARCHAR', '["red","green","blue"]'],
      ['complex_value', 'VARCHAR', '{"simple_element":42,"array_of_integers":[23,36,56,72],"array of strings":["red","green","blue"]}'],
    ]);
    expect(result[0]).toMatchObject({
      dimensions: [{ name: 'device_id', value: 'client-1' }, { name: 'device_firmware_sku', value: 'My Static Metadata' }],
      time: '1767323045067', timeUnit: 'MILLISECONDS',
    });
  });

  it.each<[json: string, version: SqlVersion, type: string]>([
    ['10.0', '2016-03-23', 'BIGINT'], ['10.0', '2015-10-08', 'DOUBLE'], ['10', '2015-10-08', 'BIGINT'], ['1E3', '2015-10-08', 'DOUBLE'], ['-0.5', '2016-03-23', 'DOUBLE'],
  ])('have for %s under SQL version %s the type %s', (json, version, type) => {
    expect(records(parseJson(`{"m":${json}}`, version))[0]?.type).toBe(type);
  });

  it('leave out what is null', () => {
    expect(records(parseJson('{"a":null,"b":1}', '2016-03-23')).map(({ measureName }) => measureName)).toEqual(['b']);
  });

  it('have the time of the message where the action names it, to the last digit', () => {
    const result = new Map([['m', RuleNumber.int(1)]]);
    expect(records(result, { value: '${ts}', unit: 'NANOSECONDS' })[0]).toMatchObject({ time: '1700000000000000001', timeUnit: 'NANOSECONDS' });
    expect(records(result, { value: '${seconds * 1000}', unit: 'MILLISECONDS' })[0]).toMatchObject({ time: '1700000000000' });
    expect(() => records(result, { value: '${half}', unit: 'SECONDS' })).toThrow('the timestamp "1.5" is no whole number');
    expect(() => records(result, { value: '${missing}', unit: 'SECONDS' })).toThrow('the timestamp "" is no whole number');
  });

  it('are at most 100, of an object', () => {
    const result = (count: number): Value => new Map(Array.from({ length: count }, (_, index) => [`m${index}`, true]));
    expect(records(result(100))).toHaveLength(100);
    expect(() => records(result(101))).toThrow('a timestream action takes at most 100 values, and the result has 101');
    expect(() => records([true])).toThrow('a timestream action needs an object, whose attributes are the measures');
  });
});
