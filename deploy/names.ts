/** The physical names of one stage; every one carries the stage, so that stages share an account without meeting. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { databaseName } from '../shared/tables/database-name';
import { shortHash } from './cloudformation';

/** Narrower than AWS asks of any one of them, because the same part stands in names of buckets, functions, queues and streams. */
const namePart = /^[a-z0-9][a-z0-9-]*$/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const maxBucketName = 63;
/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const maxFunctionName = 64;
/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreateTopicRule.html */
const maxRuleName = 128;

export interface Settings {
  readonly stage: string;
  /** Bucket names are unique in the whole world; this is what makes them so. */
  readonly bucketPrefix: string;
}

export interface Names {
  readonly service: string;
  readonly stage: string;
  readonly database: string;
  readonly deadLetterBucket: string;
  readonly deadLetterQueue: string;
  readonly stream: string;
  readonly hashKey: string;
}

/** @throws Error for a stage or bucket prefix that would make names AWS refuses, in the middle of a deployment */
export function namesOf(service: ServiceDefinition, { stage, bucketPrefix }: Settings): Names {
  for (const [setting, value] of Object.entries({ stage, bucketPrefix })) {
    if (!namePart.test(value)) throw new Error(`${setting}: ${JSON.stringify(value)} must have only lower-case letters, digits and -, and start with a letter or digit`);
  }
  const prefix = `${service.service}-${stage}`;
  return {
    service: service.service,
    stage,
    database: databaseName(service, stage),
    deadLetterBucket: atMost(maxBucketName, 'S3', 'bucket name', `${bucketPrefix}-${stage}-dead-letters`),
    deadLetterQueue: `${prefix}-dead-letters`,
    stream: `${prefix}-readings`,
    hashKey: `${prefix}-dimension-hash-key`,
  };
}

/** The name of a function as the deploy tool makes it of the key in serverless.yml. */
export const functionName = ({ service, stage }: Names, key: string): string =>
  atMost(maxFunctionName, 'Lambda', 'function name', `${service}-${stage}-${key}`);

/**
 * The name of the rule for a topic filter: letters, digits and _, cut where it is too long; the hash keeps rules apart. It is made of
 * the filter alone, because devices that publish to the rule by its name know nothing of tables.
 */
export function ruleName({ service, stage }: Names, filter: string): string {
  const hash = shortHash(service, stage, filter);
  const readable = [service, stage, filter].map((part) => part.replace(/\W+/g, '_')).join('_');
  return `${readable.slice(0, maxRuleName - hash.length - 1)}_${hash}`;
}

/** The logical id of a function as the deploy tool makes it: `ingest-iot` is IngestDashiotLambdaFunction. */
export const functionId = (key: string): string => `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll('-', 'Dash')}LambdaFunction`;

function atMost(limit: number, service: string, thing: string, name: string): string {
  if (name.length > limit) throw new Error(`${thing}: "${name}" has ${name.length} characters; ${service} takes ${limit}`);
  return name;
}
