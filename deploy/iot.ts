/** One IoT rule per topic filter of tables.json: it changes nothing and hands the message whole to functions/ingest-iot, or to the stream. */
import type { ServiceDefinition, SourceDefinition } from '../shared/tables/definition';
import { arnOf, forThisAccount, logicalId, merged, ref, type Output, type Resource, type Resources, type Value } from './cloudformation';
import { deadLetterBucket, deadLetterBucketArn, deadLetterKeys, deadLettersUnder } from './dead-letters';
import { functionId, ruleName, type Names } from './names';
import { roleFor } from './policy';
import { streamId } from './stream';

const ingestFunction = 'ingest-iot';
const errorRoleId = 'RuleErrorRole';
const streamRoleId = 'RuleStreamRole';

/** What Lambda does with a message that the function failed on: it keeps it this long and tries it this often. */
const maxEventAgeSeconds = 6 * 3600;
const maxRetries = 2;

/** An IoT substitution template, evaluated for each message; joined because the deploy tool takes `$` and `{` together for its own. */
const template = (expression: string): Value => ({ 'Fn::Join': ['', ['$', `{${expression}}`]] });

const ruleErrors = `${deadLetterKeys.readings}rule-error/`;
/** By day like the keys of other dead letters. */
const errorKey: Value = {
  'Fn::Join': ['', [`${ruleErrors}date=`, template('parse_time("yyyy-MM-dd", timestamp())'), '/', template('newuuid()'), '.json']],
};

/** The carrying rule: base64 keeps bytes that are not JSON, and numbers are not rewritten on the way. */
export function carryingSql(filter: string): string {
  return `SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt FROM '${filter}'`;
}

export function iotResources(service: ServiceDefinition, names: Names): Resources {
  const rules = [...waysByTopic(service)];
  return merged(
    ...rules.map(([topic, via]) => ({ [ruleId(topic)]: rule(topic, via === 'stream' ? intoStream(names) : toFunction, names) })),
    ...rules.filter(([, via]) => via === 'direct').map(([topic]) => permission(topic)),
    rules.some(([, via]) => via === 'stream') ? { [streamRoleId]: streamRole(names) } : {},
    {
      [errorRoleId]: roleFor(
        'iot.amazonaws.com',
        [{ actions: ['s3:PutObject'], resources: [deadLettersUnder(names, ruleErrors)] }],
        forThisAccount,
      ),
      IngestIotInvocation: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: functionId(ingestFunction) },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: maxRetries,
          MaximumEventAgeInSeconds: maxEventAgeSeconds,
          DestinationConfig: { OnFailure: { Destination: deadLetterBucketArn(names) } },
        },
      },
    },
  );
}

/** Sources of one topic share its rule; tables.json has them all go the same way. */
function waysByTopic({ tables }: ServiceDefinition): ReadonlyMap<string, SourceDefinition['via']> {
  return new Map(tables.flatMap(({ sources }) => sources.map(({ topic, via }) => [topic, via] as const)));
}

/** By the name of a rule devices publish to it without the price of a message: https://docs.aws.amazon.com/iot/latest/developerguide/iot-basic-ingest.html */
export function ruleOutputs(service: ServiceDefinition): Readonly<Record<string, Output>> {
  return Object.fromEntries([...waysByTopic(service).keys()].map((topic) => [logicalId('RuleName', topic), {
    Description: `The rule of ${topic}. Basic Ingest: publish on $aws/rules/<this name>/<topic>`,
    Value: ref(ruleId(topic)),
  }]));
}

const ruleId = (filter: string): string => logicalId('Rule', filter);

const toFunction: Value = { Lambda: { FunctionArn: arnOf(functionId(ingestFunction)) } };

/** Messages of one topic stay in order: they have one partition key, and so one shard. */
function intoStream(names: Names): Value {
  return { Kinesis: { StreamName: ref(streamId(names)), PartitionKey: template('topic()'), RoleArn: arnOf(streamRoleId) } };
}

function streamRole(names: Names): Resource {
  return roleFor('iot.amazonaws.com', [{ actions: ['kinesis:PutRecord'], resources: [arnOf(streamId(names))] }], forThisAccount);
}

function permission(filter: string): Resources {
  return {
    [logicalId('RulePermission', filter)]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: arnOf(functionId(ingestFunction)),
        Action: 'lambda:InvokeFunction',
        Principal: 'iot.amazonaws.com',
        SourceArn: arnOf(ruleId(filter)),
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    },
  };
}

function rule(filter: string, action: Value, names: Names): Resource {
  return {
    Type: 'AWS::IoT::TopicRule',
    Properties: {
      RuleName: ruleName(names, filter),
      TopicRulePayload: {
        Sql: carryingSql(filter),
        // Unset means 2015-10-08 in a template.
        AwsIotSqlVersion: '2016-03-23',
        RuleDisabled: false,
        Actions: [action],
        ErrorAction: { S3: { BucketName: deadLetterBucket(names), Key: errorKey, RoleArn: arnOf(errorRoleId) } },
      },
    },
  };
}
