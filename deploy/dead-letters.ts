/** Where refused messages are kept, and who hears of them: a queue, and functions/collect-rejects. Written to by functions, Lambda, IoT and Timestream. */
import { dropUnfinishedUploads, notPublic } from './buckets';
import { arn, arnOf, bucketArn, forThisAccount, logicalId, ref, retained, type Resource, type Resources, type Value } from './cloudformation';
import { collectFunctionArn, collectPermissionId, collectResources } from './collect-rejects';
import type { Names } from './names';

const expireAfterDays = 90;
/** SQS keeps a message for 14 days at most. */
const notificationRetentionSeconds = 14 * 24 * 3600;

/** Keys begin with the writer's prefix; the roles of the writers are limited to theirs. */
export const deadLetterKeys = {
  /** Dead letters of our functions, and of the rules' error action. */
  readings: 'reason=',
  /** Invocations and event batches that Lambda gave up on; the prefix is Lambda's. */
  lambda: 'aws/lambda/',
  /** Late arrivals that Timestream refused after it had accepted them. */
  magnetic: 'magnetic-rejects/',
} as const;

const queueId = 'DeadLetterQueue';
const queuePolicyId = 'DeadLetterQueuePolicy';

const bucketId = (names: Names): string => logicalId('Bucket', names.deadLetterBucket);

/** Referred to by id and not by name where the bucket must be there first: AWS looks for it when the reference is made. */
export const deadLetterBucket = (names: Names): Value => ref(bucketId(names));
export const deadLetterBucketArn = (names: Names): Value => arnOf(bucketId(names));

/** For policies: the objects under one of `deadLetterKeys`. */
export const deadLettersUnder = (names: Names, prefix: string): Value => bucketArn(names.deadLetterBucket, `/${prefix}*`);

export function magneticRejects(names: Names, table: string): Value {
  return { BucketName: deadLetterBucket(names), ObjectKeyPrefix: `${deadLetterKeys.magnetic}${table}`, EncryptionOption: 'SSE_S3' };
}

export function deadLetterResources(names: Names): Resources {
  return {
    [bucketId(names)]: retained(bucket(names)),
    DeadLetterBucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: deadLetterBucket(names), PolicyDocument: tlsOnly('s3:*', [bucketArn(names.deadLetterBucket), bucketArn(names.deadLetterBucket, '/*')]) },
    },
    [queueId]: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: names.deadLetterQueue, MessageRetentionPeriod: notificationRetentionSeconds, SqsManagedSseEnabled: true },
    },
    ...collectResources(names, deadLetterBucketArn(names)),
    [queuePolicyId]: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(queueId)], PolicyDocument: queuePolicy(names) } },
  };
}

function bucket(names: Names): Resource {
  return {
    Type: 'AWS::S3::Bucket',
    // S3 tries queue and function when the notifications are made, so both must let it in before.
    DependsOn: [queuePolicyId, collectPermissionId],
    Properties: {
      BucketName: names.deadLetterBucket,
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: notPublic,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LifecycleConfiguration: { Rules: [{ Id: 'expire', Status: 'Enabled', ExpirationInDays: expireAfterDays, ...dropUnfinishedUploads }] },
      NotificationConfiguration: notifications(names),
    },
  };
}

/**
 * Two filters of one bucket must not overlap, so the queue has one for each prefix that the function has not: it hears of the letters
 * that the function makes of a report.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function notifications(names: Names): Value {
  const created = (prefix: string) => ({ Event: 's3:ObjectCreated:*', Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: prefix }] } } });
  return {
    LambdaConfigurations: [{ ...created(deadLetterKeys.magnetic), Function: collectFunctionArn(names) }],
    QueueConfigurations: [deadLetterKeys.readings, deadLetterKeys.lambda].map((prefix) => ({ ...created(prefix), Queue: arnOf(queueId) })),
  };
}

function queuePolicy(names: Names): Value {
  const queue = arn('sqs', names.deadLetterQueue);
  const { Statement: [refusePlainText] } = tlsOnly('sqs:*', [queue]);
  return {
    Version: '2012-10-17',
    Statement: [refusePlainText, {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      // By name, because the bucket waits for this policy.
      Condition: { ArnEquals: { 'aws:SourceArn': bucketArn(names.deadLetterBucket) }, ...forThisAccount },
    }],
  };
}

/** Refuses everything that does not come over TLS. The wildcard narrows here: it stands in a Deny. */
function tlsOnly(actions: string, resources: readonly Value[]) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: actions, Resource: resources, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
  } as const;
}
