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

function actionOf(action: Properties): RuleAction {
  const [name = 'Lambda'] = action.names();
  const settings = action.child(name);
  switch (name) {
    case 'Lambda': return { kind: 'lambda', functionArn: settings.text('FunctionArn') };
    case 'S3': return { kind: 's3', bucket: settings.text('BucketName'), key: settings.text('Key') };
    default: return action.refuse(name, 'this action is not supported yet');
  }
}
