/** The rules of tables.json for the KPI table: without them records would be refused by Timestream and by nobody noticed; run by cross-checks. */
import { kpiTable } from './kpi-table';
import { entriesOf, listOf, objectOf, type Loose } from './loose';
import { problem, shown, type Problem } from './problem';

/** @param tables as tables.json has them; what is not of the expected kind is skipped here, because the schema reports it */
export function kpiTableProblems(tables: Loose): Problem[] {
  const path = ['tables', kpiTable.name];
  if (tables[kpiTable.name] === undefined) return [problem(path, 'missing: every function writes a record per invocation to it')];
  const table = objectOf(tables[kpiTable.name]);
  const { measureName, partitionKey } = table;
  const rules: readonly [isBroken: boolean, key: string, message: string][] = [
    [typeof measureName === 'string' && measureName !== kpiTable.measureName, 'measureName',
      `${shown(measureName)} must be ${kpiTable.measureName}, the measure name of every KPI record`],
    [typeof partitionKey === 'string' && !kpiTable.dimensions.includes(partitionKey), 'partitionKey',
      `${shown(partitionKey)} must be ${kpiTable.dimensions.join(' or ')}, or left out`],
    [listOf(table['sources']).length > 0, 'sources', 'must be left out: functions alone write to this table'],
    [objectOf(table['retention'])['lateArrivals'] === true, 'retention.lateArrivals',
      'must be false: no KPI record is late, and the functions may not write to the bucket of rejected records'],
    [table['kind'] === 'event', 'kind', `${shown(table['kind'])} must be left out: the times of KPI records differ already`],
    [table['version'] !== undefined, 'version', 'must be left out: no KPI record is corrected'],
  ];
  return [
    ...rules.filter(([isBroken]) => isBroken).map(([, key, message]) => problem([...path, key], message)),
    ...dimensionProblems(objectOf(table['dimensions'])).map(([key, message]) => problem([...path, 'dimensions', key], message)),
    ...measureProblems(objectOf(table['measures'])).map(([key, message]) => problem([...path, 'measures', key], message)),
  ];
}

/** What is done to the values of devices on the way in; KPI records are not decoded. */
const keysOfDecoding = ['scale', 'retired', 'enum', 'ifNull', 'ifEmpty', 'ifNotFinite', 'ifTooLong', 'ifOutOfRange', 'ifNotInEnum'];

type Complaint = readonly [key: string, message: string];

function dimensionProblems(dimensions: Loose): Complaint[] {
  const missing = kpiTable.dimensions.filter((name) => !Object.hasOwn(dimensions, name));
  const neverThere = entriesOf(dimensions).filter(([name, dimension]) => objectOf(dimension)['required'] === true && !kpiTable.dimensions.includes(name));
  const hashed = kpiTable.dimensions.filter((name) => objectOf(dimensions[name])['hash'] !== undefined);
  return [
    ...missing.map((name): Complaint => [name, 'missing: every KPI record has it']),
    ...hashed.map((name): Complaint => [`${name}.hash`, 'must be left out: KPI records tell it as it is']),
    ...neverThere.map(([name]): Complaint => [`${name}.required`, 'no KPI record has this dimension']),
  ];
}

function measureProblems(measures: Loose): Complaint[] {
  return Object.entries(kpiTable.measures).flatMap(([name, type]): Complaint[] => {
    const measure = Object.hasOwn(measures, name) ? measures[name] : undefined;
    if (measure === undefined) return [[name, `missing: KPI records write it as ${type}`]];
    const declared = objectOf(measure)['type'] ?? measure;
    return [
      ...(typeof declared === 'string' && declared !== type ? [[name, `${shown(declared)} must be ${type}, as KPI records write it`] as const] : []),
      ...Object.keys(objectOf(measure))
        .filter((key) => keysOfDecoding.includes(key))
        .map((key) => [`${name}.${key}`, 'must be left out: functions write the measure, and no device'] as const),
    ];
  });
}
