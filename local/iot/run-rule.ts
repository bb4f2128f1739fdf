/** Runs one rule for one message: evaluates it, carries its actions out, and takes what failed to the error action. */
import { randomUUID } from 'node:crypto';
import type { Message } from './message';
import type { Action, Rule } from './rule';
import { evaluateStatement, NotJsonError, type RuleResult } from './rule-sql/evaluate';
import type { RuleContext, Value } from './rule-sql/expression';
import { renderTemplate } from './rule-sql/template';

/** The services that actions reach, handed in. */
export interface ActionTargets {
  /** Resolves when the event is handled, or its failure stored where the function's configuration says. */
  readonly invokeLambda: (functionArn: string, event: unknown) => Promise<void>;
  readonly putObject: (bucket: string, key: string, body: Buffer) => Promise<void>;
}

export type Log = (event: string, fields: Readonly<Record<string, unknown>>) => void;

interface Failure {
  readonly failedAction: string;
  readonly failedResource: string;
  readonly errorMessage: string;
}

/**
 * Resolves when every action is done, or the error action has the message instead.
 * @param isClosing while the stack stops, a failure is no verdict on the message: it is thrown, and the journal keeps the message
 * @throws what made the error action fail: the message is not done
 */
export async function runRule(rule: Rule, message: Message, targets: ActionTargets, isClosing: () => boolean, log: Log): Promise<void> {
  const context = ruleContext(message);
  const failures = await attempt(rule, context, targets);
  if (failures.length === 0) return;
  if (isClosing()) throw new Error('the stack stopped before the rule was done');
  log('rule failed', { rule: rule.name, topic: message.topic, failures: failures.map((failure) => failure.errorMessage) });
  // As on AWS, a rule without an error action loses the message; the line above is what remains.
  if (rule.errorAction === undefined) return;
  const document = { kind: 'json', value: errorDocument(rule, message, failures) } as const;
  await carryOut(rule.errorAction, document, context, targets);
}

async function attempt(rule: Rule, context: RuleContext, targets: ActionTargets): Promise<readonly Failure[]> {
  let result: RuleResult | undefined;
  try {
    result = evaluateStatement(rule.statement, context);
  } catch (error) {
    return [{ failedAction: 'RuleEvaluation', failedResource: rule.name, errorMessage: messageOf(error) }];
  }
  if (result === undefined) return [];
  const evaluated = result;
  const outcomes = await Promise.all(
    rule.actions.map(async (action): Promise<Failure | undefined> => {
      try {
        await carryOut(action, evaluated, context, targets);
        return undefined;
      } catch (error) {
        return { ...failedAction(action), errorMessage: messageOf(error) };
      }
    }),
  );
  return outcomes.filter((outcome) => outcome !== undefined);
}

async function carryOut(action: Action, result: RuleResult, context: RuleContext, targets: ActionTargets): Promise<void> {
  switch (action.kind) {
    case 'lambda':
      return targets.invokeLambda(action.functionArn, result.kind === 'json' ? result.value : context.json());
    case 's3': {
      const body = result.kind === 'bytes' ? result.bytes : Buffer.from(JSON.stringify(result.value));
      return targets.putObject(action.bucket, renderTemplate(action.key, context), body);
    }
  }
}

/** The members AWS documents: https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html */
function errorDocument(rule: Rule, message: Message, failures: readonly Failure[]): Value {
  return {
    ruleName: rule.name,
    topic: message.topic,
    cloudwatchTraceId: randomUUID(),
    clientId: message.clientId,
    base64OriginalPayload: message.payload.toString('base64'),
    failures: failures.map((failure) => ({ ...failure })),
  };
}

function failedAction(action: Action): { failedAction: string; failedResource: string } {
  return action.kind === 'lambda'
    ? { failedAction: 'LambdaAction', failedResource: action.functionArn }
    : { failedAction: 'S3Action', failedResource: action.bucket };
}

function ruleContext(message: Message): RuleContext {
  let parsed: { value: Value } | undefined;
  return {
    ...message,
    json: () => (parsed ??= { value: parsePayload(message.payload) }).value,
    newUuid: randomUUID,
  };
}

/** An empty payload counts as an empty object: https://docs.aws.amazon.com/iot/latest/developerguide/binary-payloads.html */
function parsePayload(payload: Buffer): Value {
  if (payload.length === 0) return {};
  try {
    // JSON.parse gives JSON values only, which is what Value is.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload)) as Value;
  } catch {
    throw new NotJsonError();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
