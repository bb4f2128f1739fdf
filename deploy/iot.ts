/** One IoT rule per topic filter of tables.json: it changes nothing and hands the message whole to functions/ingest-iot. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { arnOf, forThisAccount, logicalId, merged, type Resource, type Resources, type Value } from './cloudformation';
import { deadLetterBucket, deadLetterBucketArn, deadLetterKeys, deadLettersUnder } from './dead-letters';
import { functionId, ruleName, type Names } from './names';
import { roleFor } from './policy';

const ingestFunction = 'ingest-iot';
const errorRoleId = 'RuleErrorRole';

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
  const rules = service.tables.flatMap(({ name, sources }) => sources.map(({ topic }) => ruleResources(name, topic, names)));
  return merged(...rules, {
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
  });
}

function ruleResources(table: string, filter: string, names: Names): Resources {
  const ruleId = logicalId('Rule', table, filter);
  return {
    [ruleId]: rule(ruleName(names, table, filter), filter, names),
    [logicalId('RulePermission', table, filter)]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: arnOf(functionId(ingestFunction)),
        Action: 'lambda:InvokeFunction',
        Principal: 'iot.amazonaws.com',
        SourceArn: arnOf(ruleId),
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    },
  };
}

function rule(name: string, filter: string, names: Names): Resource {
  return {
    Type: 'AWS::IoT::TopicRule',
    Properties: {
      RuleName: name,
      TopicRulePayload: {
        Sql: carryingSql(filter),
        // Unset means 2015-10-08 in a template.
        AwsIotSqlVersion: '2016-03-23',
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: arnOf(functionId(ingestFunction)) } }],
        ErrorAction: { S3: { BucketName: deadLetterBucket(names), Key: errorKey, RoleArn: arnOf(errorRoleId) } },
      },
    },
  };
}
