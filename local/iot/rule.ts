/** A topic rule as the template has it, and the same rule read and ready to run; run-rule runs it. */
import { readAction, templatesOf, type Action, type ActionDefinition } from './action';
import type { Message } from './message';
import { dialectOf, parseStatement, type Statement } from './rule-sql/parse-statement';
import { templateReadsPayload } from './rule-sql/reads-payload';
import { sqlVersions } from './rule-sql/value';
import { topicMatches } from './topic-filter';

/** One `AWS::IoT::TopicRule`, its references resolved. */
export interface RuleDefinition {
  readonly name: string;
  readonly sql: string;
  readonly sqlVersion: string;
  readonly actions: readonly ActionDefinition[];
  readonly errorAction?: ActionDefinition | undefined;
}

export interface Rule {
  readonly name: string;
  readonly statement: Statement;
  readonly actions: readonly Action[];
  readonly errorAction?: Action;
}

/** @throws Error naming the rule and what of it is wrong or not supported */
export function readRule(definition: RuleDefinition): Rule {
  try {
    const version = sqlVersions.find((each) => each === definition.sqlVersion);
    if (version === undefined) throw new Error(`SQL version ${definition.sqlVersion} is not supported: AwsIotSqlVersion is ${sqlVersions.join(' or ')}`);
    const statement = parseStatement(definition.sql, version);
    const dialect = dialectOf(statement);
    const errorAction = definition.errorAction && readAction(definition.errorAction, dialect);
    if (errorAction !== undefined && templatesOf(errorAction).some((template) => templateReadsPayload(template, statement.variables))) {
      throw new Error('the templates of an error action cannot read the payload, which may be what is wrong');
    }
    return {
      name: definition.name,
      statement,
      actions: definition.actions.map((action) => readAction(action, dialect)),
      ...(errorAction === undefined ? {} : { errorAction }),
    };
  } catch (cause) {
    throw new Error(`rule ${definition.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Those whose filter hears the topic; a message of Basic Ingest is for the rule it names, whatever that one hears. */
export function rulesFor(rules: readonly Rule[], { rule: named, topic }: Message): readonly Rule[] {
  return rules.filter(({ name, statement: { topicFilter } }) =>
    (named === undefined ? topicFilter !== undefined && topicMatches(topicFilter, topic) : name === named));
}
