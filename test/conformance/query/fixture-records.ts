/** The rows of a SQL fixture's table as the records that a client would have written. */
import type { MeasureValueType, _Record } from '@aws-sdk/client-timestream-write';
import { parseTimestamp } from '../../../local/timestream/sql/parse-time';
import type { Cell, FixtureTable } from '../../local/timestream/sql/fixture-store';

interface NamedCell {
  readonly name: string;
  readonly type: string;
  readonly attribute: string;
  readonly cell: Cell;
}

export function fixtureRecords({ columns, rows }: FixtureTable): _Record[] {
  return rows.map((row) => toRecord(Object.entries(columns).map(([name, described], place) => {
    const [type = '', attribute = ''] = described.split(' ');
    return { name, type, attribute, cell: row[place] ?? null };
  })));
}

/** NULL is what nobody has written. */
function toRecord(cells: readonly NamedCell[]): _Record {
  const written = cells.filter(({ cell }) => cell !== null);
  const having = (attribute: string) => written.filter((cell) => cell.attribute === attribute);
  const [measureName, time, single] = [having('MEASURE_NAME')[0], having('TIMESTAMP')[0], having('MEASURE_VALUE')[0]];
  return {
    Dimensions: having('DIMENSION').map(({ name, cell }) => ({ Name: name, Value: String(cell) })),
    MeasureName: String(measureName?.cell),
    Time: String(parseTimestamp(String(time?.cell))),
    TimeUnit: 'NANOSECONDS',
    ...(single === undefined
      ? { MeasureValueType: 'MULTI', MeasureValues: having('MULTI').map((cell) => ({ Name: cell.name, Type: wireType(cell), Value: valueText(cell) })) }
      : { MeasureValueType: wireType(single), MeasureValue: valueText(single) }),
  };
}

/** The types of fixtures are those of the API in small letters. */
const wireType = ({ type }: NamedCell) => type.toUpperCase() as MeasureValueType;

const valueText = ({ type, cell }: NamedCell): string => String(type === 'timestamp' ? parseTimestamp(String(cell)) : cell);
