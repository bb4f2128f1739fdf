/** Intrinsic functions become plain values, and what cannot be resolved is refused with its path. */
import type { Json, JsonObject } from '../../../local/template/json';
import { Resolver } from '../../../local/template/resolve';

const resources: JsonObject = {
  Table: { Type: 'AWS::Timestream::Table', Properties: { DatabaseName: { Ref: 'Database' }, TableName: 'Readings' } },
  Database: { Type: 'AWS::Timestream::Database', Properties: { DatabaseName: { 'Fn::Sub': 'metrics-${Stage}' } } },
  Ingest: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'fleet-local-ingest' } },
  Letters: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Join': ['-', ['letters', { Ref: 'AWS::AccountId' }]] } } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'notices' } },
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
  OnlyDeployed: { Type: 'AWS::S3::Bucket', Condition: 'IsDeployed', Properties: { BucketName: 'deployed' } },
  Egg: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Hen' } } },
  Hen: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Egg' } } },
};

const parameters: JsonObject = {
  Stage: { Type: 'String', Default: 'local' },
  Issuer: { Type: 'String' },
  Days: { Type: 'Number', Default: 7 },
  Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
  Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/secret' },
};

const conditions: JsonObject = {
  IsLocal: { 'Fn::Equals': [{ Ref: 'Stage' }, 'local'] },
  IsDeployed: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
  Either: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsDeployed' }] },
  Both: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsDeployed' }] },
  Snake: { 'Fn::Not': [{ Condition: 'Snake' }] },
};

const resolver = (given: Record<string, string> = {}): Resolver =>
  new Resolver({ Resources: resources, Parameters: parameters, Conditions: conditions }, given);
const resolve = (value: Json): Json | undefined => resolver().resolve(value, 'Here');

describe('resolving a template value', () => {
  it.each<[what: string, value: Json, expected: Json]>([
    ['plain values', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a parameter by its default', { Ref: 'Stage' }, 'local'],
    ['Ref of a list parameter', { Ref: 'Zones' }, ['a', 'b']],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref of a database through its own intrinsic', { Ref: 'Database' }, 'metrics-local'],
    ['Ref of a table as database|table', { Ref: 'Table' }, 'metrics-local|Readings'],
    ['Ref of a queue as its URL', { Ref: 'Queue' }, 'https://sqs.us-east-1.amazonaws.com/123456789012/notices'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Ingest', 'Arn'] }, 'arn:aws:lambda:us-east-1:123456789012:function:fleet-local-ingest'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Letters.Arn' }, 'arn:aws:s3:::letters-123456789012'],
    ['GetAtt of a role that has no name of its own', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::123456789012:role/Role'],
    ['Sub with resources, attributes and literals', { 'Fn::Sub': '${Ingest}/${Letters.Arn}/${!topic()}' }, 'fleet-local-ingest/arn:aws:s3:::letters-123456789012/${topic()}'],
    ['Sub with variables of its own', { 'Fn::Sub': ['${who}-${Stage}', { who: { Ref: 'Ingest' } }] }, 'fleet-local-ingest-local'],
    ['Join over nested values', { 'Fn::Join': ['/', ['integrations', { Ref: 'Ingest' }, 1]] }, 'integrations/fleet-local-ingest/1'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    ['If', { 'Fn::If': ['IsLocal', { Ref: 'Stage' }, 'elsewhere'] }, 'local'],
    ['If over or', { 'Fn::If': ['Either', 1, 2] }, 1],
    ['If over and', { 'Fn::If': ['Both', 1, 2] }, 2],
    ['AWS::NoValue as absence', { kept: 1, gone: { 'Fn::If': ['IsLocal', { Ref: 'AWS::NoValue' }, 2] }, list: [{ Ref: 'AWS::NoValue' }] }, { kept: 1, list: [] }],
    ['an object that only looks like an intrinsic', { Ref: 'Stage', other: 1 }, { Ref: 'Stage', other: 1 }],
  ])('gives %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('prefers a given parameter value to the default', () => {
    expect(resolver({ Stage: 'prod' }).resolve({ Ref: 'Database' }, 'Here')).toBe('metrics-prod');
  });

  it('leaves out resources whose condition is false', () => {
    const names = (given: Record<string, string>): string[] => resolver(given).resources('AWS::S3::Bucket').map(({ logicalId }) => logicalId);
    expect(names({})).not.toContain('OnlyDeployed');
    expect(names({ Stage: 'prod' })).toContain('OnlyDeployed');
  });

  it.each<[what: string, value: Json, message: string]>([
    ['an unknown name', { a: { Ref: 'Nobody' } }, 'Here.a.Ref: there is no resource or parameter Nobody'],
    ['a parameter without a value', { Ref: 'Issuer' }, 'Here.Ref: parameter Issuer has no value'],
    ['a parameter from the parameter store', { Ref: 'Secret' }, 'Parameters.Secret.Type: AWS::SSM::Parameter::Value<String> is not supported'],
    ['a stack pseudo parameter', { 'Fn::Sub': '${AWS::StackName}' }, 'Here.Fn::Sub: AWS::StackName is not supported'],
    ['a resource type whose names are unknown', { Ref: 'Topic' }, 'Here.Ref: Ref of AWS::SNS::Topic is not supported'],
    ['an unknown attribute', { 'Fn::GetAtt': ['Ingest', 'SnapStartResponse'] }, 'Here.Fn::GetAtt: attribute SnapStartResponse of AWS::Lambda::Function is not supported'],
    ['an unknown function', [{ 'Fn::ImportValue': 'x' }], 'Here.0.Fn::ImportValue: Fn::ImportValue is not supported'],
    ['a condition that does not exist', { 'Fn::If': ['Nope', 1, 2] }, 'Here.Fn::If: there is no condition Nope'],
    ['an If with one branch', { 'Fn::If': ['IsLocal', 1] }, 'Here.Fn::If: takes a condition and two values'],
    ['a Select past the end', { 'Fn::Select': [4, ['a']] }, 'Here.Fn::Select: there is no item 4'],
    ['a Join over an object', { 'Fn::Join': ['', [{ a: 1 }]] }, 'Here.Fn::Join: is not text'],
    ['names that refer to each other', { Ref: 'Hen' }, 'Resources.Egg.Properties.BucketName.Ref: Resources.Hen.Properties.BucketName refers to itself'],
    ['a condition that refers to itself', { 'Fn::If': ['Snake', 1, 2] }, 'Conditions.Snake.Fn::Not.0.Condition: Conditions.Snake refers to itself'],
    ['a resource whose condition is false', { Ref: 'OnlyDeployed' }, 'Here.Ref: there is no resource or parameter OnlyDeployed'],
  ])('refuses %s', (_, value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });
});
