/** A rule's result as records of Timestream: one single-measure record for each attribute, as the rule action makes them; carry-out writes them. */
import type { TimestreamAction, TimeUnit } from './action';
import type { RuleContext } from './rule-sql/expression';
import { RuleNumber } from './rule-sql/rule-number';
import { renderTemplate } from './rule-sql/template';
import { isObject, jsonText, type Value } from './rule-sql/value';

export interface TimestreamRecord {
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly measureName: string;
  readonly value: string;
  readonly type: 'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'VARCHAR';
  readonly time: string;
  readonly timeUnit: TimeUnit;
}

/** One WriteRecords request takes no more: https://docs.aws.amazon.com/timestream/latest/developerguide/API_WriteRecords.html */
const maxRecords = 100;

/** @throws Error when the result has no attributes, or too many, or the time is none */
export function timestreamRecords(action: TimestreamAction, result: Value, context: RuleContext): readonly TimestreamRecord[] {
  if (!isObject(result)) throw new Error('a timestream action needs an object, whose attributes are the measures');
  const dimensions = action.dimensions.map(({ name, value }) => ({ name, value: renderTemplate(value, context) }));
  const time = timeOf(action, context);
  const records = [...result].flatMap(([measureName, value]) => {
    const measure = measureOf(value);
    return measure === undefined ? [] : [{ dimensions, measureName, ...measure, ...time }];
  });
  if (records.length > maxRecords) throw new Error(`a timestream action takes at most ${maxRecords} values, and the result has ${records.length}`);
  return records;
}

function timeOf({ timestamp }: TimestreamAction, context: RuleContext): Pick<TimestreamRecord, 'time' | 'timeUnit'> {
  if (timestamp === undefined) return { time: String(context.receivedAt), timeUnit: 'MILLISECONDS' };
  const time = renderTemplate(timestamp.value, context);
  if (!/^\d+$/.test(time)) throw new Error(`the timestamp ${JSON.stringify(time)} is no whole number`);
  return { time, timeUnit: timestamp.unit };
}

/** The type is inferred from the value as it is written; null has none: https://docs.aws.amazon.com/iot/latest/developerguide/timestream-rule-action.html */
function measureOf(value: Value): Pick<TimestreamRecord, 'type' | 'value'> | undefined {
  if (typeof value === 'string') return { type: 'VARCHAR', value };
  const text = value === null ? undefined : jsonText(value);
  if (text === undefined) return undefined;
  if (typeof value === 'boolean') return { type: 'BOOLEAN', value: text };
  if (value instanceof RuleNumber) return { type: /^-?\d+$/.test(text) ? 'BIGINT' : 'DOUBLE', value: text };
  return { type: 'VARCHAR', value: text };
}
