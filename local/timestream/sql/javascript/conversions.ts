/** Conversions between text and other types, as the service writes and reads them; functions/cast.ts prints calls of these. */
import { BIGINT, DOUBLE, INTEGER } from '@duckdb/node-api';
import { doubleText } from '../encode/double-text';
import { dayIntervalText, monthIntervalText, timestampText, timeText } from '../encode/time-text';
import { parseDate, parseTime, parseTimestamp } from '../parse-time';
import { asBigint, asNumber, fromText, toText, type JavascriptFunctions } from './javascript-function';
import { parseDouble } from './parse-double';

export const conversions: JavascriptFunctions = {
  timestream_double_text: toText(DOUBLE, (value) => doubleText(asNumber(value))),
  timestream_timestamp_text: toText(BIGINT, (value) => timestampText(asBigint(value))),
  timestream_time_text: toText(BIGINT, (value) => timeText(asBigint(value))),
  timestream_day_interval_text: toText(BIGINT, (value) => dayIntervalText(asBigint(value))),
  timestream_month_interval_text: toText(INTEGER, (value) => monthIntervalText(asNumber(value))),
  timestream_parse_timestamp: fromText(BIGINT, parseTimestamp),
  timestream_parse_date: fromText(INTEGER, parseDate),
  timestream_parse_time: fromText(BIGINT, parseTime),
  timestream_parse_double: fromText(DOUBLE, parseDouble),
};
