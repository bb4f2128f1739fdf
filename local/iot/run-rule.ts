/** Runs one rule for one message: evaluates it, carries its actions out, and takes what failed to the error action. */
import { publishedTopic } from './basic-ingest';
import { carryOut, describeAction, type ActionTargets } from './carry-out';
import type { Message } from './message';
import type { Rule } from './rule';
import { MessageContext } from './message-context';
import { evaluateStatement, type RuleResult } from './rule-sql/evaluate-statement';
import type { RuleContext } from './rule-sql/expression';
import type { Value } from './rule-sql/value';

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
  const context = new MessageContext(message, rule.statement);
  const failures = await attempt(rule, context, targets);
  if (failures.length === 0) return;
  if (isClosing()) throw new Error('the stack stopped before the rule was done');
  log('rule failed', { rule: rule.name, topic: publishedTopic(message), failures: failures.map((failure) => failure.errorMessage) });
  // As on AWS, a rule without an error action loses the message; the line above is what remains.
  if (rule.errorAction === undefined) return;
  const document = { kind: 'json', value: errorDocument(rule, message, context, failures) } as const;
  await carryOut(rule.errorAction, document, context, targets);
}

/** Actions do not wait for each other, and one that fails keeps no other from being done. */
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
        return { ...describeAction(action, context), errorMessage: messageOf(error) };
      }
    }),
  );
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** The members AWS documents: https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html */
function errorDocument(rule: Rule, message: Message, context: RuleContext, failures: readonly Failure[]): Value {
  return new Map<string, Value>([
    ['ruleName', rule.name],
    ['topic', publishedTopic(message)],
    ['cloudwatchTraceId', context.traceId()],
    ['clientId', message.clientId],
    ['base64OriginalPayload', message.payload.toString('base64')],
    ['failures', failures.map((failure) => new Map(Object.entries(failure)))],
  ]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
