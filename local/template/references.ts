/** What Ref and Fn::GetAtt of each resource type stand for; resolve asks here when an intrinsic function names a resource. */
import { accountId, partition, region } from './pseudo-parameters';

/** A resource of the template: its properties are read one by one, so that nothing is resolved that nobody asks for. */
export interface ResourceNames {
  readonly logicalId: string;
  /** A property as text; the logical id stands for a name that CloudFormation would generate. */
  name(property: string): string;
}

interface ReferenceRules {
  readonly ref: (resource: ResourceNames) => string;
  readonly attributes: Readonly<Record<string, (resource: ResourceNames) => string>>;
}

const arn = (service: string, path: string): string => `arn:${partition}:${service}:${region}:${accountId}:${path}`;

/** Resources that are known by an id which the service invents: the logical id serves. */
const byLogicalId: ReferenceRules = { ref: ({ logicalId }) => logicalId, attributes: {} };

/** A resource whose Ref is its name and whose ARN ends in `<kind><name>`. */
function named(property: string, arnOf: (name: string) => string): ReferenceRules {
  return { ref: (resource) => resource.name(property), attributes: { Arn: (resource) => arnOf(resource.name(property)) } };
}

/** Return values as the resource reference gives them: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html */
const rulesByType: Readonly<Record<string, ReferenceRules>> = {
  'AWS::Lambda::Function': named('FunctionName', (name) => arn('lambda', `function:${name}`)),
  'AWS::IAM::Role': named('RoleName', (name) => `arn:${partition}:iam::${accountId}:role/${name}`),
  'AWS::IoT::TopicRule': named('RuleName', (name) => arn('iot', `rule/${name}`)),
  'AWS::Kinesis::Stream': named('Name', (name) => arn('kinesis', `stream/${name}`)),
  'AWS::Logs::LogGroup': named('LogGroupName', (name) => arn('logs', `log-group:${name}:*`)),
  'AWS::S3::Bucket': named('BucketName', (name) => `arn:${partition}:s3:::${name}`),
  'AWS::SQS::Queue': {
    ref: (queue) => `https://sqs.${region}.amazonaws.com/${accountId}/${queue.name('QueueName')}`,
    attributes: { Arn: (queue) => arn('sqs', queue.name('QueueName')), QueueName: (queue) => queue.name('QueueName') },
  },
  'AWS::Timestream::Database': named('DatabaseName', (name) => arn('timestream', `database/${name}`)),
  'AWS::Timestream::Table': {
    ref: (table) => `${table.name('DatabaseName')}|${table.name('TableName')}`,
    attributes: {
      Arn: (table) => arn('timestream', `database/${table.name('DatabaseName')}/table/${table.name('TableName')}`),
      Name: (table) => table.name('TableName'),
    },
  },
  'AWS::ApiGatewayV2::Api': byLogicalId,
  'AWS::ApiGatewayV2::Authorizer': byLogicalId,
  'AWS::ApiGatewayV2::Integration': byLogicalId,
  'AWS::ApiGatewayV2::Route': byLogicalId,
};

/** @returns what Ref gives; undefined for a type that is not known here */
export function refTo(type: string, resource: ResourceNames): string | undefined {
  return rulesByType[type]?.ref(resource);
}

/** @returns what Fn::GetAtt gives; undefined for a type or attribute that is not known here */
export function attributeOf(type: string, attribute: string, resource: ResourceNames): string | undefined {
  return rulesByType[type]?.attributes[attribute]?.(resource);
}
