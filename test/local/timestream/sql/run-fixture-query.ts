/** Runs a statement through the Query operation and shortens the answer to what fixtures write down. */
import { noBuckets } from '../../../../local/timestream/buckets/buckets';
import { ServiceError } from '../../../../local/timestream/errors';
import { WireText, type QueryableStore } from '../../../../local/timestream/operation';
import { query } from '../../../../local/timestream/operations/query';
import { Queries } from '../../../../local/timestream/query/queries';

/** Scalars are their text, NULL is null, arrays and points are arrays, rows are {row: [...]}. */
export type Short = string | null | readonly Short[] | { readonly row: readonly Short[] };

export interface ShortAnswer {
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly Short[])[];
  readonly error?: string;
}

interface Datum {
  ScalarValue?: string;
  NullValue?: true;
  ArrayValue?: Datum[];
  RowValue?: { Data: Datum[] };
  TimeSeriesValue?: { Time: string; Value: Datum }[];
}

interface WireType {
  ScalarType?: string;
  ArrayColumnInfo?: { Type: WireType };
  TimeSeriesMeasureValueColumnInfo?: { Type: WireType };
  RowColumnInfo?: { Name?: string; Type: WireType }[];
}

export interface WireAnswer {
  QueryId: string;
  NextToken?: string;
  Rows: { Data: Datum[] }[];
  ColumnInfo: { Name: string; Type: WireType }[];
  QueryStatus: { ProgressPercentage: number; CumulativeBytesScanned: number; CumulativeBytesMetered: number };
}

function shortDatum(datum: Datum): Short {
  if (datum.NullValue) return null;
  if (datum.ArrayValue) return datum.ArrayValue.map(shortDatum);
  if (datum.RowValue) return { row: datum.RowValue.Data.map(shortDatum) };
  if (datum.TimeSeriesValue) return datum.TimeSeriesValue.map(({ Time, Value }) => [Time, shortDatum(Value)]);
  return datum.ScalarValue ?? 'a datum without a value';
}

function shortType(type: WireType): string {
  if (type.ArrayColumnInfo) return `array(${shortType(type.ArrayColumnInfo.Type)})`;
  if (type.TimeSeriesMeasureValueColumnInfo) return `timeseries(${shortType(type.TimeSeriesMeasureValueColumnInfo.Type)})`;
  if (type.RowColumnInfo) return `row(${type.RowColumnInfo.map((field) => `${field.Name ?? ''} ${shortType(field.Type)}`).join(', ')})`;
  return type.ScalarType ?? 'a type without a name';
}

interface Caller {
  readonly store: QueryableStore;
  readonly nowNs: bigint;
  readonly principal?: string;
  readonly extensions?: boolean;
}

/** Pages of a store's queries are asked for in later calls. */
const queriesByStore = new WeakMap<QueryableStore, Queries>();

function queriesOf(store: QueryableStore): Queries {
  const queries = queriesByStore.get(store) ?? new Queries();
  queriesByStore.set(store, queries);
  return queries;
}

/** One call of the operation, as its wire text says. */
export async function callQuery(input: Readonly<Record<string, unknown>>, { store, nowNs, principal = 'AKIDEXAMPLE', extensions = false }: Caller): Promise<WireAnswer> {
  const answer = await query(input, {
    store, nowNs: () => nowNs, principal, region: 'us-east-1', accountId: '123456789012',
    queries: queriesOf(store), buckets: noBuckets, extensions, emptyFirstPage: false,
  });
  if (!(answer instanceof WireText)) throw new Error('Query answers wire text');
  return JSON.parse(answer.text) as WireAnswer;
}

export function shortAnswer({ ColumnInfo, Rows }: WireAnswer): ShortAnswer {
  return {
    columns: ColumnInfo.map(({ Name, Type }) => `${Name} ${shortType(Type)}`),
    rows: Rows.map((row) => row.Data.map(shortDatum)),
  };
}

export async function runFixtureQuery(text: string, caller: Caller): Promise<ShortAnswer> {
  try {
    return shortAnswer(await callQuery({ QueryString: text }, caller));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { error: `${error.code}: ${error.message}` };
  }
}
