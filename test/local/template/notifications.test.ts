/** The notifications of buckets, as the template has them: to functions, by event and by the beginning and end of a key. */
import type { Json, JsonObject } from '../../../local/template/json';
import { packagedService } from '../../../local/template/read-packaged-service';

const notificationsOf = (configuration: JsonObject): unknown => packagedService({
  Resources: {
    Letters: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'fleet-local-letters', NotificationConfiguration: configuration } },
    Silent: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'fleet-local-exports' } },
  },
}, '/package').notifications;

const filter = (...rules: Json[]): JsonObject => ({ S3Key: { Rules: rules } });
const Function = { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:fleet-local-collect' };
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:fleet-local-collect';

it('names the function with what it wants to hear of; queues hear nothing here', () => {
  expect(notificationsOf({
    LambdaConfigurations: [
      { Event: 's3:ObjectCreated:*', Function, Filter: filter({ Name: 'prefix', Value: 'magnetic-rejects/' }) },
      { Event: 's3:ObjectCreated:Copy', Function, Filter: filter({ Name: 'Suffix', Value: '.json' }) },
    ],
    QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: 'arn' }],
  })).toEqual([
    { bucket: 'fleet-local-letters', functionArn, events: ['s3:ObjectCreated:*'], prefix: 'magnetic-rejects/', suffix: '' },
    { bucket: 'fleet-local-letters', functionArn, events: ['s3:ObjectCreated:Copy'], prefix: '', suffix: '.json' },
  ]);
});

it.each([
  ['an event that is not sent here', { Event: 's3:ObjectRemoved:*', Function }, 'Event: s3:ObjectRemoved:* is not supported'],
  ['a rule that is none', { Event: 's3:ObjectCreated:*', Function, Filter: filter({ Name: 'tag', Value: 'x' }) }, 'Filter.S3Key.Rules.0.Name: tag is neither prefix nor suffix'],
  ['no function', { Event: 's3:ObjectCreated:*' }, 'Function: is missing'],
])('refuses %s by path', (_what, configuration, problem) => {
  expect(() => notificationsOf({ LambdaConfigurations: [configuration] })).toThrow(`Resources.Letters.Properties.NotificationConfiguration.LambdaConfigurations.0.${problem}`);
});
