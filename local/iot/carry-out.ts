/** Hands a rule's result to the service of one of its actions; run-rule calls it for actions and for the error action. */
import { randomUUID } from 'node:crypto';
import type { Action } from './action';
import type { RuleResult } from './rule-sql/evaluate-statement';
import type { RuleContext } from './rule-sql/expression';
import { renderTemplate, type Template } from './rule-sql/template';
import { jsonText, plain, type Value } from './rule-sql/value';
import { timestreamRecords, type TimestreamRecord } from './timestream-records';

/** The services that actions reach, handed in; each resolves when the service has what it was given. */
export interface ActionTargets {
  /** Resolves when the event is handled, or its failure stored where the function's configuration says. */
  readonly invokeLambda: (functionArn: string, event: unknown) => Promise<void>;
  readonly putObject: (bucket: string, key: string, body: Buffer) => Promise<void>;
  readonly putStreamRecord: (streamName: string, partitionKey: string, data: Buffer) => Promise<void>;
  /** One request; throws for all records together when one is rejected. */
  readonly writeRecords: (databaseName: string, tableName: string, records: readonly TimestreamRecord[]) => Promise<void>;
}

/** @throws what the service said, or what of the result or the templates it cannot take */
export async function carryOut(action: Action, result: RuleResult, context: RuleContext, targets: ActionTargets): Promise<void> {
  const render = (template: Template): string => renderTemplate(template, context);
  switch (action.kind) {
    case 'lambda':
      return targets.invokeLambda(render(action.functionArn), plain(valueOf(result, context)));
    case 's3':
      return targets.putObject(render(action.bucket), render(action.key), bytesOf(result));
    case 'kinesis':
      return targets.putStreamRecord(render(action.streamName), action.partitionKey === undefined ? randomUUID() : render(action.partitionKey), bytesOf(result));
    case 'timestream': {
      const records = timestreamRecords(action, valueOf(result, context), context);
      if (records.length > 0) await targets.writeRecords(render(action.databaseName), render(action.tableName), records);
    }
  }
}

/** What stands for the action in the error document: only the name of S3's is documented, the others follow it. */
export function describeAction(action: Action, context: RuleContext): { failedAction: string; failedResource: string } {
  const resource = (...templates: Template[]): string => templates.map((template) => renderOrSource(template, context)).join('/');
  switch (action.kind) {
    case 'lambda':
      return { failedAction: 'LambdaAction', failedResource: resource(action.functionArn) };
    case 's3':
      return { failedAction: 'S3Action', failedResource: resource(action.bucket) };
    case 'kinesis':
      return { failedAction: 'KinesisAction', failedResource: resource(action.streamName) };
    case 'timestream':
      return { failedAction: 'TimestreamAction', failedResource: resource(action.databaseName, action.tableName) };
  }
}

/** A name that reads a payload without fields may be the very thing that failed. */
function renderOrSource(template: Template, context: RuleContext): string {
  try {
    return renderTemplate(template, context);
  } catch {
    return '${...}';
  }
}

/** `SELECT *` alone hands the bytes on, whatever they are, to services that take bytes; others take its JSON. */
function valueOf(result: RuleResult, context: RuleContext): Value {
  return result.kind === 'json' ? result.value : context.json();
}

function bytesOf(result: RuleResult): Buffer {
  return result.kind === 'bytes' ? result.bytes : Buffer.from(jsonText(result.value) ?? '');
}
