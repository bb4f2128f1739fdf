/** The IoT rules: their SQL, actions and error action; local/iot runs them on every message. */
import type { PackagedRule, RuleAction } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** What an unset version means in a template: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-iot-topicrule-topicrulepayload.html */
const defaultSqlVersion = '2015-10-08';

/** The enabled rules. */
export function rulesOf(resolver: Resolver): readonly PackagedRule[] {
  return resolver.resources('AWS::IoT::TopicRule').flatMap((resource) => {
    const properties = Properties.of(resource, resolver);
    const payload = properties.child('TopicRulePayload');
    if (payload.isTrue('RuleDisabled')) return [];
    const errorAction = payload.optionalChild('ErrorAction');
    return [{
      name: properties.optionalText('RuleName') ?? resource.logicalId,
      sql: payload.text('Sql'),
      sqlVersion: payload.optionalText('AwsIotSqlVersion') ?? defaultSqlVersion,
      actions: payload.children('Actions').map(actionOf),
      ...(errorAction === undefined ? {} : { errorAction: actionOf(errorAction) }),
    }];
  });
}

const readers: Readonly<Record<string, (settings: Properties) => RuleAction>> = {
  Lambda: (settings) => {
    settings.refuseOthers(['FunctionArn']);
    return { kind: 'lambda', functionArn: settings.text('FunctionArn') };
  },
  S3: (settings) => {
    settings.refuseOthers(['BucketName', 'Key', 'RoleArn']);
    return { kind: 's3', bucket: settings.text('BucketName'), key: settings.text('Key') };
  },
  Kinesis: (settings) => {
    settings.refuseOthers(['StreamName', 'PartitionKey', 'RoleArn']);
    const partitionKey = settings.optionalText('PartitionKey');
    return { kind: 'kinesis', streamName: settings.text('StreamName'), ...(partitionKey === undefined ? {} : { partitionKey }) };
  },
  Timestream: timestreamAction,
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-iot-topicrule-action.html */
function actionOf(action: Properties): RuleAction {
  const [name, second] = action.names();
  const read = name !== undefined && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (name === undefined) return action.refuse('Lambda', 'is missing: an action names what it does');
  if (read === undefined) return action.refuse(name, `this action is not supported: ${Object.keys(readers).join(', ')} are`);
  if (second !== undefined) return action.refuse(second, 'one action has one kind');
  return read(action.child(name));
}

function timestreamAction(settings: Properties): RuleAction {
  settings.refuseOthers(['DatabaseName', 'TableName', 'Dimensions', 'Timestamp', 'RoleArn']);
  const timestamp = settings.optionalChild('Timestamp');
  return {
    kind: 'timestream',
    databaseName: settings.text('DatabaseName'),
    tableName: settings.text('TableName'),
    dimensions: settings.children('Dimensions').map((dimension) => ({ name: dimension.text('Name'), value: dimension.text('Value') })),
    // The unit has a default in the API; the template's own schema asks for it.
    ...(timestamp === undefined ? {} : { timestamp: { value: timestamp.text('Value'), unit: timestamp.optionalText('Unit') ?? 'MILLISECONDS' } }),
  };
}
