/** Evaluates the expressions under Conditions: Fn::Equals, Fn::And, Fn::Or, Fn::Not and other conditions; resolve asks for the verdict. */
import { type Json, isList, isObject } from './json';
import { TemplateError } from './template-error';

export interface ConditionScope {
  /** The verdict of another condition. */
  readonly condition: (name: string, path: string) => boolean;
  readonly resolve: (value: Json, path: string) => Json | undefined;
}

/** @throws TemplateError for anything else than the condition functions */
export function isConditionTrue(expression: Json, path: string, scope: ConditionScope): boolean {
  const [name, ...others] = isObject(expression) ? Object.keys(expression) : [];
  if (!isObject(expression) || name === undefined || others.length > 0) throw new TemplateError(path, 'is not one condition function');
  const argument = expression[name] ?? null;
  const at = `${path}.${name}`;
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument, at);
  if (!isList(argument)) throw new TemplateError(at, 'is not a list');
  const isTrue = (item: Json, index: number): boolean => isConditionTrue(item, `${at}.${index}`, scope);
  switch (name) {
    case 'Fn::Equals': {
      const [left, right] = argument.map((item, index) => scope.resolve(item, `${at}.${index}`));
      return String(left) === String(right);
    }
    case 'Fn::And': return argument.every(isTrue);
    case 'Fn::Or': return argument.some(isTrue);
    case 'Fn::Not': return !argument.some(isTrue);
    default: throw new TemplateError(at, 'is not supported in a condition');
  }
}
