/** The mappings from streams to functions; local/start runs them. Settings that are not kept locally are refused by path. */
import { boundedNumber } from './bounded-number';
import { functionNameOf } from './functions';
import type { MappingStart, PackagedMapping } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** Defaults and bounds: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html */
const bounds = {
  BatchSize: { least: 1, most: 10_000, otherwise: 100 },
  MaximumBatchingWindowInSeconds: { least: 0, most: 300, otherwise: 0 },
  ParallelizationFactor: { least: 1, most: 10, otherwise: 1 },
  MaximumRetryAttempts: { least: -1, most: 10_000, otherwise: -1 },
  MaximumRecordAgeInSeconds: { least: -1, most: 604_800, otherwise: -1 },
} as const;

/** -1 lasts as long as the record does. A limit of the age has a lower bound of its own. */
const unlimited = -1;
const leastRecordAgeSeconds = 60;

const bucketArn = /^arn:aws:s3:::[^/]+$/;

const known = [
  ...Object.keys(bounds), 'EventSourceArn', 'FunctionName', 'Enabled', 'StartingPosition', 'StartingPositionTimestamp', 'FunctionResponseTypes',
  'BisectBatchOnFunctionError', 'DestinationConfig', 'TumblingWindowInSeconds', 'Tags',
];

/**
 * The enabled mappings. Lambda answers the second one of a function and a stream with ResourceConflictException ("provided mapping already
 * exists"), so it is refused here; the local mapping may therefore name its checkpoints for the two.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function eventSourceMappingsOf(resolver: Resolver): readonly PackagedMapping[] {
  const roleOf = roles(resolver);
  const joined = new Set<string>();
  return resolver.resources('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const properties = Properties.of(resource, resolver);
    if (properties.optionalText('Enabled') === 'false') return [];
    properties.refuseOthers(known);
    if ((properties.optionalNumber('TumblingWindowInSeconds') ?? 0) !== 0) properties.refuse('TumblingWindowInSeconds', 'is not supported');
    const functionName = functionNameOf(properties.text('FunctionName'));
    const functionRole = roleOf.get(functionName) ?? properties.refuse('FunctionName', `${functionName} is no function of the template`);
    const streamName = streamNameOf(properties);
    const pair = JSON.stringify([functionName, streamName]);
    if (joined.has(pair)) properties.refuse('FunctionName', `${functionName} reads ${streamName} through another mapping already`);
    joined.add(pair);
    const attempts = numberOf(properties, 'MaximumRetryAttempts');
    const ageSeconds = numberOf(properties, 'MaximumRecordAgeInSeconds');
    if (ageSeconds !== unlimited && ageSeconds < leastRecordAgeSeconds) properties.refuse('MaximumRecordAgeInSeconds', `${ageSeconds} is neither ${unlimited} nor at least ${leastRecordAgeSeconds}`);
    const onFailure = onFailureOf(properties);
    return [{
      functionName,
      functionRole,
      streamName,
      startingPosition: startingPositionOf(properties),
      batchSize: numberOf(properties, 'BatchSize'),
      batchingWindowMs: numberOf(properties, 'MaximumBatchingWindowInSeconds') * 1000,
      parallelizationFactor: numberOf(properties, 'ParallelizationFactor'),
      bisectOnFunctionError: properties.isTrue('BisectBatchOnFunctionError'),
      reportsItemFailures: reportsItemFailures(properties),
      ...(attempts === unlimited ? {} : { maximumRetryAttempts: attempts }),
      ...(ageSeconds === unlimited ? {} : { maximumRecordAgeMs: ageSeconds * 1000 }),
      ...(onFailure === undefined ? {} : { onFailure }),
    }];
  });
}

/** The role of each function, which stands in every event record. */
function roles(resolver: Resolver): ReadonlyMap<string, string> {
  return new Map(resolver.resources('AWS::Lambda::Function').map((resource) => {
    const properties = Properties.of(resource, resolver);
    return [properties.optionalText('FunctionName') ?? resource.logicalId, properties.optionalText('Role') ?? ''];
  }));
}

function numberOf(properties: Properties, name: keyof typeof bounds): number {
  return boundedNumber(properties, name, bounds[name]);
}

/** Queues, tables and consumers with their own throughput have other ARNs. */
function streamNameOf(properties: Properties): string {
  const arn = properties.text('EventSourceArn');
  const [, name] = /^arn:[^:]*:kinesis:[^:]*:[^:]*:stream\/([^/]+)$/.exec(arn) ?? [];
  return name ?? properties.refuse('EventSourceArn', `${arn} is not a Kinesis stream: other sources are not supported`);
}

function startingPositionOf(properties: Properties): MappingStart {
  const kind = properties.text('StartingPosition');
  switch (kind) {
    case 'TRIM_HORIZON':
    case 'LATEST': return { kind };
    case 'AT_TIMESTAMP': return { kind, timestampMs: properties.number('StartingPositionTimestamp') * 1000 };
    default: return properties.refuse('StartingPosition', `${kind} is not a position in a stream`);
  }
}

function reportsItemFailures(properties: Properties): boolean {
  const types = properties.texts('FunctionResponseTypes');
  const other = types.find((type) => type !== 'ReportBatchItemFailures');
  return other === undefined ? types.length > 0 : properties.refuse('FunctionResponseTypes', `${other} is not supported`);
}

function onFailureOf(properties: Properties): string | undefined {
  const destinations = properties.optionalChild('DestinationConfig');
  destinations?.refuseOthers(['OnFailure']);
  const onFailure = destinations?.optionalChild('OnFailure');
  const arn = onFailure?.text('Destination');
  // A queue or a topic would be refused only when a batch is given up, and the shard would wait for it for ever.
  if (arn !== undefined && !bucketArn.test(arn)) onFailure?.refuse('Destination', `${arn} is not a bucket: other destinations are not supported`);
  return arn;
}
