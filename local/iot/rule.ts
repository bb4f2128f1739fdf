/** A topic rule as the template has it, and the same rule read and ready to run; run-rule runs it. */
import { parseStatement, type Statement } from './rule-sql/parse-statement';
import { parseTemplate, readsPayloadFields, type Template } from './rule-sql/template';
import { topicMatches } from './topic-filter';

/** One `AWS::IoT::TopicRule`, its references resolved. */
export interface RuleDefinition {
  readonly name: string;
  readonly sql: string;
  readonly sqlVersion: string;
  readonly actions: readonly ActionDefinition[];
  readonly errorAction?: ActionDefinition | undefined;
}

export type ActionDefinition =
  | { readonly kind: 'lambda'; readonly functionArn: string }
  /** The key may hold substitution templates. */
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string };

export type Action =
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: Template };

export interface Rule {
  readonly name: string;
  readonly statement: Statement;
  readonly actions: readonly Action[];
  readonly errorAction?: Action;
}

/** The one version evaluated here: https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html */
const sqlVersion = '2016-03-23';

/** @throws Error naming the rule and what of it is wrong or not supported yet */
export function readRule(definition: RuleDefinition): Rule {
  try {
    if (definition.sqlVersion !== sqlVersion) {
      throw new Error(`SQL version ${definition.sqlVersion} is not supported yet: set AwsIotSqlVersion to ${sqlVersion}`);
    }
    const errorAction = definition.errorAction && readAction(definition.errorAction);
    if (errorAction?.kind === 's3' && readsPayloadFields(errorAction.key)) {
      throw new Error('the key of an error action cannot read the payload, which may be what is wrong');
    }
    return {
      name: definition.name,
      statement: parseStatement(definition.sql),
      actions: definition.actions.map(readAction),
      ...(errorAction === undefined ? {} : { errorAction }),
    };
  } catch (cause) {
    throw new Error(`rule ${definition.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

export function rulesFor(rules: readonly Rule[], topic: string): readonly Rule[] {
  return rules.filter((rule) => topicMatches(rule.statement.topicFilter, topic));
}

function readAction(definition: ActionDefinition): Action {
  return definition.kind === 'lambda' ? definition : { ...definition, key: parseTemplate(definition.key) };
}
