/** Date and time functions on text that DuckDB calls; functions/time-format.ts and functions/time.ts print calls of these. */
import { BIGINT, INTEGER, VARCHAR, type DuckDBVector } from '@duckdb/node-api';
import { timestampText } from '../encode/time-text';
import { Raised } from '../print/raise';
import { isTimestamp, TIMESTAMP_RANGE } from '../time-range';
import { durationNs } from './duration';
import { isoDateDays, isoTimestampNs } from './iso-time';
import { asBigint, asNumber, asText, fromText, toText, type JavascriptFunction, type JavascriptFunctions } from './javascript-function';
import { compiled } from './time-format/compiled';
import type { Element } from './time-format/element';
import { jodaFormat } from './time-format/joda-format';
import { mysqlFormat } from './time-format/mysql-format';
import { printTime } from './time-format/print-time';
import { readTime, refuseUnreadable } from './time-format/read-time';

/** The format of a row, and the year it is read in. */
type FormatOf = (columns: readonly DuckDBVector[], row: number) => readonly Element[];

const textAt = (column: DuckDBVector | undefined, row: number) => asText(column?.getItem(row) ?? null);

const mysql: FormatOf = ([, format], row) => compiled(mysqlFormat, textAt(format, row), 0);
const joda: FormatOf = ([, format, thisYear], row) => compiled(jodaFormat, textAt(format, row), asNumber(thisYear?.getItem(row) ?? null));

function formatting(formatOf: FormatOf, ...extra: (typeof INTEGER)[]): JavascriptFunction {
  return {
    parameters: [BIGINT, VARCHAR, ...extra],
    returns: VARCHAR,
    call: (columns, row) => printTime(formatOf(columns, row), asBigint(columns[0]?.getItem(row) ?? null)),
  };
}

function reading(formatOf: FormatOf, ...extra: (typeof INTEGER)[]): JavascriptFunction {
  return {
    parameters: [VARCHAR, VARCHAR, ...extra],
    returns: BIGINT,
    call: (columns, row) => {
      const elements = formatOf(columns, row);
      refuseUnreadable(elements);
      const text = textAt(columns[0], row);
      const ns = readTime(elements, text);
      if (!isTimestamp(ns)) throw new Raised(`Out of range for timestamp: ${text} (${TIMESTAMP_RANGE})`);
      return ns;
    },
  };
}

export const timeFunctions: JavascriptFunctions = {
  timestream_date_format: formatting(mysql),
  timestream_date_parse: reading(mysql),
  timestream_format_datetime: formatting(joda, INTEGER),
  timestream_parse_datetime: reading(joda, INTEGER),
  timestream_parse_duration: fromText(BIGINT, durationNs),
  timestream_parse_iso_timestamp: fromText(BIGINT, isoTimestampNs),
  timestream_parse_iso_date: fromText(INTEGER, isoDateDays),
  timestream_iso_timestamp_text: toText(BIGINT, (value) => timestampText(asBigint(value)).replace(' ', 'T')),
};
