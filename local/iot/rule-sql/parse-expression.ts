/** Tokens to expressions by precedence climbing; parse-statement and template call it. */
import { arithmeticOperators, comparisonOperators, type BinaryOperator, type Expression, type RuleFunction } from './expression';
import { ruleFunction } from './functions';
import { RuleSqlError } from './rule-sql-error';
import { tokenize, type Token } from './tokenize';

/** Words of the language that this evaluator does not know yet; a field of that name is refused with them. */
const wordsNotYet = ['CASE', 'EXISTS', 'IN', 'SET', 'UNNEST', 'GROUP', 'ORDER', 'LIMIT', 'HAVING', 'JOIN', 'LIKE', 'BETWEEN', 'IS'];
const reservedWords = ['SELECT', 'FROM', 'WHERE', 'AS', 'AND', 'OR', 'NOT'];

/** From loosest to tightest; NOT stands between AND and the comparisons. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['OR'],
  ['AND'],
  comparisonOperators,
  arithmeticOperators.filter((operator) => operator === '+' || operator === '-'),
  arithmeticOperators.filter((operator) => operator !== '+' && operator !== '-'),
];
const comparisonLevel = 2;

/** Deeper nesting is no rule but an attack on the stack. */
const maxDepth = 100;

export class ExpressionParser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  /** @throws RuleSqlError when the text has characters that start no token */
  constructor(private readonly source: string) {
    this.#tokens = tokenize(source);
  }

  get next(): Token {
    // The last token is always the end, and nothing moves past it.
    return this.#tokens[this.#position] ?? { kind: 'end', text: 'the end of the text', offset: this.source.length };
  }

  /** @throws RuleSqlError naming what is wrong or not supported, with its position */
  expression(level = 0): Expression {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.refusal(`an expression nests deeper than ${maxDepth} levels`);
    const expression = this.#level(level);
    this.#depth -= 1;
    return expression;
  }

  refusal(message: string, token = this.next): RuleSqlError {
    return new RuleSqlError(message, this.source, token.offset);
  }

  /** Takes the next token when it is this symbol or, in any case, this word. */
  take(text: string): Token | undefined {
    const token = this.next;
    const isTaken = token.kind === 'symbol' ? token.text === text : token.kind === 'word' && token.text.toUpperCase() === text;
    if (!isTaken) return undefined;
    this.#position += 1;
    return token;
  }

  takeKind(kind: 'word' | 'text' | 'number'): Token | undefined {
    const token = this.next;
    if (token.kind !== kind) return undefined;
    this.#position += 1;
    return token;
  }

  expect(text: string): void {
    if (this.take(text) === undefined) throw this.refusal(`expected ${text} but found ${this.next.text}`);
  }

  /** A name in the payload or of the output. */
  name(): string {
    const token = this.next;
    if (token.kind === 'word') {
      const upper = token.text.toUpperCase();
      if (wordsNotYet.includes(upper)) throw this.refusal(`${upper} is not supported yet`);
      if (!reservedWords.includes(upper)) {
        this.#position += 1;
        return token.text;
      }
    }
    throw this.refusal(`expected a name but found ${token.text}`);
  }

  #level(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    if (level === comparisonLevel && this.take('NOT')) return { kind: 'not', operand: this.expression(comparisonLevel) };
    let left = this.#level(level + 1);
    for (;;) {
      const operator = operators.find((candidate) => this.take(candidate));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#level(level + 1) };
    }
  }

  #unary(): Expression {
    if (this.take('-')) return { kind: 'negate', operand: this.expression(levels.length) };
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.next;
    if (this.takeKind('text')) return { kind: 'literal', value: token.text };
    if (this.takeKind('number')) return { kind: 'literal', value: Number(token.text) };
    if (this.take('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (this.take('TRUE')) return { kind: 'literal', value: true };
    if (this.take('FALSE')) return { kind: 'literal', value: false };
    if (this.take('NULL')) return { kind: 'literal', value: null };
    if (token.text === '[' || token.text === '{') throw this.refusal(`${token.text === '[' ? 'array' : 'object'} literals are not supported yet`);
    if (token.kind !== 'word') throw this.refusal(`expected an expression but found ${token.text}`);
    const name = this.name();
    return this.take('(') ? this.#call(name, token) : this.#field(name);
  }

  #field(first: string): Expression {
    const keys = [first];
    while (this.take('.')) keys.push(this.name());
    return { kind: 'field', keys };
  }

  #call(name: string, token: Token): Expression {
    const called = ruleFunction(name);
    if (called === undefined) throw this.refusal(`function ${name}() is not supported yet`, token);
    if (called.name === 'encode' && this.take('*')) return this.#encodePayload();
    const values = this.#arguments(called);
    if (values.length < called.minArguments || values.length > called.maxArguments) {
      throw this.refusal(`${called.name}() does not take ${values.length} arguments`, token);
    }
    return { kind: 'call', function: called, arguments: values };
  }

  #arguments(called: RuleFunction): readonly Expression[] {
    const values: Expression[] = [];
    if (this.take(')')) return values;
    do {
      const token = this.next;
      const value = this.expression();
      const problem = value.kind === 'literal' ? called.literalProblem?.(values.length, value.value) : undefined;
      if (problem !== undefined) throw this.refusal(problem, token);
      values.push(value);
    } while (this.take(','));
    this.expect(')');
    return values;
  }

  /** `encode(*, 'base64')` is the one place where the payload is bytes, so it needs no JSON. */
  #encodePayload(): Expression {
    this.expect(',');
    const scheme = this.next;
    if (!this.takeKind('text') || scheme.text !== 'base64') throw this.refusal("encode() knows the scheme 'base64' only", scheme);
    this.expect(')');
    return { kind: 'encode-payload' };
  }
}
