/** What all records of a request share is sent, and billed, once: wire records -> the records and common attributes of a request. */
import type { WireRecord } from './record';

export interface RequestRecords {
  readonly CommonAttributes: WireRecord;
  readonly Records: WireRecord[];
}

/**
 * Lifts every dimension and every scalar that is equal in all records. A dimension is lifted out of the records, never
 * left in both places: the service refuses the whole request for that.
 */
export function liftCommonAttributes(records: readonly Required<WireRecord>[]): RequestRecords {
  const [first, ...others] = records;
  if (first === undefined) return { CommonAttributes: {}, Records: [] };
  const shared = first.Dimensions.filter((dimension) => others.every(({ Dimensions }) => has(Dimensions, dimension)));
  const isShared = (key: Scalar) => others.every((record) => record[key] === first[key]);
  const common = scalars.filter(isShared);
  const own = scalars.filter((key) => !isShared(key));
  return {
    CommonAttributes: { ...pick(first, common), ...dimensionsMember(shared) },
    Records: records.map((record) => ({
      ...pick(record, own),
      ...dimensionsMember(record.Dimensions.filter((dimension) => !has(shared, dimension))),
      MeasureValues: record.MeasureValues,
    })),
  };
}

const scalars = ['MeasureName', 'MeasureValueType', 'Time', 'TimeUnit', 'Version'] as const;

type Scalar = (typeof scalars)[number];
type Dimensions = Required<WireRecord>['Dimensions'];

function has(dimensions: Dimensions, { Name, Value }: Dimensions[number]): boolean {
  return dimensions.some((dimension) => dimension.Name === Name && dimension.Value === Value);
}

function pick(record: Required<WireRecord>, keys: readonly Scalar[]): WireRecord {
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}

/** No member at all rather than an empty list. */
function dimensionsMember(dimensions: Dimensions): Pick<WireRecord, 'Dimensions'> {
  return dimensions.length > 0 ? { Dimensions: dimensions } : {};
}
