/** Functions between times and text by a format; javascript/time-functions.ts does the work. */
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import { compiled } from '../javascript/time-format/compiled';
import type { Element } from '../javascript/time-format/element';
import { jodaFormat } from '../javascript/time-format/joda-format';
import { mysqlFormat } from '../javascript/time-format/mysql-format';
import { refuseUnreadable } from '../javascript/time-format/read-time';
import { Raised } from '../print/raise';
import { NS_PER_MS } from '../print/whole-numbers';
import { clockFunction, scalarFunction, type ArgumentCheck, type QueryClock } from './function';

/** What two digits of a year are near to. */
const yearOf = ({ nowNs }: QueryClock) => `CAST(${new Date(Number(nowNs / NS_PER_MS)).getUTCFullYear()} AS INTEGER)`;

/** A literal format is refused before anything runs, where it stands. */
function checkFormat(compile: (format: string, thisYear: number) => readonly Element[], look: (elements: readonly Element[]) => void = () => {}): ArgumentCheck {
  return ([, format]: readonly Bound[]) => {
    if (format?.kind !== 'literal' || typeof format.value !== 'string') return;
    try {
      look(compiled(compile, format.value, 0));
    } catch (error) {
      if (error instanceof Raised) throw new SqlError(format.at, error.text);
      throw error;
    }
  };
}

export const timeFormat = [
  scalarFunction('parse_duration(varchar) -> interval day to second', (x) => `timestream_parse_duration(${x.sql})`),
  scalarFunction('date_format(timestamp, varchar) -> varchar',
    (x, format) => `timestream_date_format(${x.sql}, ${format.sql})`, { check: checkFormat(mysqlFormat) }),
  scalarFunction('date_parse(varchar, varchar) -> timestamp',
    (x, format) => `timestream_date_parse(${x.sql}, ${format.sql})`, { check: checkFormat(mysqlFormat) }),
  {
    ...clockFunction('format_datetime(timestamp, varchar) -> varchar',
      (clock, x, pattern) => `timestream_format_datetime(${x.sql}, ${pattern.sql}, ${yearOf(clock)})`),
    check: checkFormat(jodaFormat),
  },
  {
    ...clockFunction('parse_datetime(varchar, varchar) -> timestamp',
      (clock, x, pattern) => `timestream_parse_datetime(${x.sql}, ${pattern.sql}, ${yearOf(clock)})`),
    check: checkFormat(jodaFormat, refuseUnreadable),
  },
];
