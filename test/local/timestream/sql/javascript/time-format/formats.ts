/** Times by format and back, as the functions do it, for the tests of both kinds of format. */
import { timestampText } from '../../../../../../local/timestream/sql/encode/time-text';
import { jodaFormat } from '../../../../../../local/timestream/sql/javascript/time-format/joda-format';
import { mysqlFormat } from '../../../../../../local/timestream/sql/javascript/time-format/mysql-format';
import { printTime } from '../../../../../../local/timestream/sql/javascript/time-format/print-time';
import { readTime } from '../../../../../../local/timestream/sql/javascript/time-format/read-time';
import { parseTimestamp } from '../../../../../../local/timestream/sql/parse-time';

const ns = (text: string) => parseTimestamp(text) ?? 0n;

export const dateFormat = (time: string, format: string) => printTime(mysqlFormat(format), ns(time));
export const dateParse = (text: string, format: string) => timestampText(readTime(mysqlFormat(format), text));
export const formatDatetime = (time: string, pattern: string) => printTime(jodaFormat(pattern, 2026), ns(time));
export const parseDatetime = (text: string, pattern: string) => timestampText(readTime(jodaFormat(pattern, 2026), text));
