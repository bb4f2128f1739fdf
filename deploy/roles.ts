/** One role per function of serverless.yml: what each may do, and nothing else. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { kpiTable } from '../shared/tables/kpi-table';
import { arnOf, bucketArn, type Resources } from './cloudformation';
import { deadLetterBucketArn, deadLetterKeys, deadLettersUnder } from './dead-letters';
import type { Names } from './names';
import { functionRole, type Grant } from './policy';
import { streamId } from './stream';
import { tableArn } from './timestream';

const { readings, lambda, magnetic } = deadLetterKeys;

/** Endpoint discovery has no resource to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazontimestream.html */
const discovery: Grant = { actions: ['timestream:DescribeEndpoints'], resources: ['*'] };

export function functionRoles(service: ServiceDefinition, names: Names): Resources {
  const role = (key: string, grants: readonly Grant[]) => functionRole(names, key, grants);
  const tables = service.tables.map(({ name }) => tableArn(names, name));
  const kpis: readonly Grant[] = [discovery, { actions: ['timestream:WriteRecords'], resources: [tableArn(names, kpiTable.name)] }];
  const query: readonly Grant[] = [...kpis,
    // DESCRIBE asks which columns a table has got so far.
    { actions: ['timestream:Select', 'timestream:DescribeTable'], resources: tables },
    // A running query is no resource either.
    { actions: ['timestream:CancelQuery'], resources: ['*'] }];
  const write: readonly Grant[] = [discovery, { actions: ['timestream:WriteRecords'], resources: tables }, ...storeReports(service, names)];
  const ingest: readonly Grant[] = [...write,
    { actions: ['s3:PutObject'], resources: [readings, lambda].map((prefix) => deadLettersUnder(names, prefix)) },
    // Lambda looks whether the bucket of a failure destination is there.
    { actions: ['s3:ListBucket'], resources: [deadLetterBucketArn(names)] }];
  return {
    IngestIotRole: role('ingest-iot', ingest),
    IngestKinesisRole: role('ingest-kinesis', [...ingest, ...(service.stream ? [readStream(names)] : [])]),
    // Nobody delivers its failures elsewhere: the client hears of them.
    IngestHttpRole: role('ingest-http', [...write, { actions: ['s3:PutObject'], resources: [deadLettersUnder(names, readings)] }]),
    RedriveRole: role('redrive', [...write, ...redriveLetters(names)]),
    CollectRejectsRole: role('collect-rejects', [...kpis, ...collectRejects(names)]),
    GetTablesRole: role('get-tables', kpis),
    GetSeriesRole: role('get-series', query),
    GetLatestRole: role('get-latest', query),
    GetHealthRole: role('get-health', kpis),
    ServeConsoleRole: role('serve-console', kpis),
  };
}

/** Timestream stores its reports on late arrivals with the rights of whoever wrote them. */
function storeReports({ tables }: ServiceDefinition, names: Names): readonly Grant[] {
  const late = tables.filter(({ retention }) => retention.lateArrivals);
  if (late.length === 0) return [];
  return [{ actions: ['s3:PutObject'], resources: late.map(({ name }) => deadLettersUnder(names, `${magnetic}${name}`)) }];
}

function readStream(names: Names): Grant {
  return {
    actions: ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
    resources: [arnOf(streamId(names))],
  };
}

/** Deletes only what it has read: with a condition on the object's ETag, which takes s3:GetObject too. */
function redriveLetters(names: Names): readonly Grant[] {
  return [
    { actions: ['s3:ListBucket'], resources: [deadLetterBucketArn(names)] },
    { actions: ['s3:GetObject'], resources: [readings, lambda, magnetic].map((prefix) => deadLettersUnder(names, prefix)) },
    { actions: ['s3:PutObject'], resources: [deadLettersUnder(names, readings)] },
    { actions: ['s3:DeleteObject'], resources: [readings, lambda].map((prefix) => deadLettersUnder(names, prefix)) },
  ];
}

/** Reads reports and writes letters; Lambda stores the events it fails on. The bucket by name, because it waits for this function. */
function collectRejects(names: Names): readonly Grant[] {
  return [
    { actions: ['s3:ListBucket'], resources: [bucketArn(names.deadLetterBucket)] },
    { actions: ['s3:GetObject'], resources: [deadLettersUnder(names, magnetic)] },
    { actions: ['s3:PutObject'], resources: [readings, lambda].map((prefix) => deadLettersUnder(names, prefix)) },
  ];
}
