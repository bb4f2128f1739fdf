/** A Java pattern -> a JavaScript one (flag v) that matches the same; what cannot be exact is refused. */
import { readClass } from './character-class';
import { characterSource, otherCase, readEscape } from './escape';
import { PatternCursor, PatternError, unsupported } from './pattern-cursor';
import { alternatives, assertion, characters, repeat, sequence, type Piece } from './piece';

export interface Translation {
  readonly source: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

/** What holds from here to the end of a group. */
interface Scope {
  ignoresCase: boolean;
  dotAll: boolean;
  multiline: boolean;
  readonly isBehind: boolean;
  /** Groups that took part for certain when this place is reached. */
  readonly certain: ReadonlySet<number>;
}

const TERMINATORS = '\\n\\r\\x85\\u2028\\u2029';
/** Before the line terminator at the very end, or there; \r\n is one terminator. */
const END = `(?=(?:\\r\\n|(?<!\\r)\\n|[\\r\\x85\\u2028\\u2029])?$)`;
const LINE_END = '(?=[\\r\\x85\\u2028\\u2029]|(?<!\\r)\\n|$)';
/** There is no line after the last terminator. */
const LINE_START = '(?=[^])(?:^|(?<=[\\n\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n))';

const MAX_REPETITIONS = 2 ** 31 - 1;

/** @throws PatternError */
export function translate(pattern: string): Translation {
  const translator = new Translator(pattern);
  const source = translator.whole();
  return { source, groupCount: translator.groupCount, groupNames: translator.groupNames };
}

class Translator {
  readonly #cursor: PatternCursor;
  /** Whether each finished group can be empty. */
  readonly #finished = new Map<number, boolean>();
  readonly groupNames = new Map<string, number>();
  groupCount = 0;

  constructor(pattern: string) {
    this.#cursor = new PatternCursor(pattern);
  }

  whole(): string {
    const { source } = this.#alternatives({ ignoresCase: false, dotAll: false, multiline: false, isBehind: false, certain: new Set() });
    if (!this.#cursor.ended) throw new PatternError("Unmatched closing ')'");
    return source;
  }

  /** Flags set in one alternative hold in the next. */
  #alternatives(outer: Scope): Piece {
    const scope = { ...outer };
    const options = [this.#sequence(scope)];
    while (this.#cursor.accept('|')) options.push(this.#sequence(scope));
    return alternatives(options);
  }

  #sequence(scope: Scope): Piece {
    const pieces: Piece[] = [];
    let { certain } = scope;
    while (!this.#cursor.ended && !['|', ')'].includes(this.#cursor.peek())) {
      if (this.#acceptFlags(scope)) continue;
      const piece = this.#quantified(this.#atom({ ...scope, certain }), scope);
      pieces.push(piece);
      if (piece.certain.length > 0) certain = new Set([...certain, ...piece.certain]);
    }
    return sequence(pieces);
  }

  /** `(?i)` up to the end of the group. */
  #acceptFlags(scope: Scope): boolean {
    const [, on = '', off = ''] = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]*))?\)/.exec(this.#cursor.peek(20)) ?? [];
    if (on === '' && off === '') return false;
    this.#cursor.accept('(?');
    this.#setFlags(scope);
    return this.#cursor.accept(')');
  }

  #setFlags(scope: Scope): void {
    let value = true;
    for (const flag of this.#cursor.takeWhile((character) => /[a-zA-Z-]/.test(character))) {
      if (flag === '-') value = false;
      else if (flag === 'i') scope.ignoresCase = value;
      else if (flag === 's') scope.dotAll = value;
      else if (flag === 'm') scope.multiline = value;
      else throw 'dxuU'.includes(flag) ? unsupported(`The flag (?${flag})`) : new PatternError('Unknown inline modifier');
    }
  }

  #atom(scope: Scope): Piece {
    const character = this.#cursor.take();
    switch (character) {
      case '(':
        return this.#cursor.nested(() => this.#group(scope));
      case '[':
        return characters(readClass(this.#cursor, scope.ignoresCase));
      case '.':
        return characters(scope.dotAll ? '[^]' : `[^${TERMINATORS}]`);
      case '^':
        return assertion(scope.multiline ? LINE_START : '^');
      case '$':
        return assertion(scope.multiline ? LINE_END : END);
      case '\\':
        return this.#escape(scope);
      case '*':
      case '+':
      case '?':
        throw new PatternError(`Dangling meta character '${character}'`);
      case '{':
        throw new PatternError('Illegal repetition');
      default:
        return literal(character, scope);
    }
  }

  #escape(scope: Scope): Piece {
    const assertions: Readonly<Record<string, string>> = { A: '^', z: '$', Z: END, b: '\\b', B: '\\B' };
    const found = assertions[this.#cursor.peek()];
    if (found !== undefined) {
      this.#cursor.take();
      return assertion(found);
    }
    if (/[1-9]/.test(this.#cursor.peek())) return this.#reference(this.#referredNumber(), scope);
    if (this.#cursor.accept('k')) return this.#reference(this.#referredName(), scope);
    const escaped = readEscape(this.#cursor, scope.ignoresCase);
    return 'source' in escaped ? characters(escaped.source) : literal(escaped.character, scope);
  }

  /** More digits belong to the number while there are so many groups. */
  #referredNumber(): number {
    let group = Number(this.#cursor.take());
    while (/[0-9]/.test(this.#cursor.peek()) && group * 10 + Number(this.#cursor.peek()) <= this.groupCount) {
      group = group * 10 + Number(this.#cursor.take());
    }
    return group;
  }

  #referredName(): number {
    this.#cursor.expect('<', "\\k is not followed by '<' for named capturing group");
    const name = this.#groupName();
    return this.groupNames.get(name) ?? refuse(`named capturing group <${name}> does not exist`);
  }

  #groupName(): string {
    const name = this.#cursor.takeWhile((character) => /[a-zA-Z0-9]/.test(character));
    if (!/^[a-zA-Z]/.test(name)) throw new PatternError('capturing group name does not start with a Latin letter');
    this.#cursor.expect('>', "named capturing group is missing trailing '>'");
    return name;
  }

  /** A group without a match fails in Java and is empty in JavaScript. */
  #reference(group: number, scope: Scope): Piece {
    if (!scope.certain.has(group)) throw unsupported(`\\${group}, which refers to a group that may have no match,`);
    if (scope.ignoresCase) throw unsupported('A back reference with (?i)');
    if (scope.isBehind) throw unsupported('A back reference in a look-behind');
    // In brackets, so that no digit can follow.
    return { ...characters(`(?:\\${group})`), canBeEmpty: this.#finished.get(group) ?? true };
  }

  #group(scope: Scope): Piece {
    for (const prefix of ['?=', '?!', '?<=', '?<!'] as const) {
      if (this.#cursor.accept(prefix)) return this.#look(prefix, scope);
    }
    if (this.#cursor.accept('?>')) throw unsupported('An atomic group');
    if (this.#cursor.accept('?<')) return this.#capture(scope, this.#groupName());
    if (!this.#cursor.accept('?')) return this.#capture(scope);
    const inner = { ...scope };
    this.#setFlags(inner);
    this.#cursor.expect(':', 'Unknown inline modifier');
    const body = this.#body(inner);
    return { ...body, source: `(?:${body.source})` };
  }

  #body(scope: Scope): Piece {
    const body = this.#alternatives(scope);
    this.#cursor.expect(')', 'Unclosed group');
    return body;
  }

  #look(prefix: '?=' | '?!' | '?<=' | '?<!', scope: Scope): Piece {
    const body = this.#body({ ...scope, isBehind: scope.isBehind || prefix.startsWith('?<') });
    const isNegative = prefix.endsWith('!');
    return { ...assertion(`(${prefix}${body.source})`), groups: body.groups, certain: isNegative ? [] : body.certain };
  }

  #capture(scope: Scope, name?: string): Piece {
    if (scope.isBehind) throw unsupported('A group in a look-behind');
    this.groupCount += 1;
    const group = this.groupCount;
    if (name !== undefined) {
      if (this.groupNames.has(name)) throw new PatternError(`Named capturing group <${name}> is already defined`);
      this.groupNames.set(name, group);
    }
    const body = this.#body(scope);
    this.#finished.set(group, body.canBeEmpty);
    return { ...body, source: `(${body.source})`, groups: [group, ...body.groups], certain: [group, ...body.certain] };
  }

  #quantified(body: Piece, scope: Scope): Piece {
    const range = this.#range();
    if (range === undefined) return body;
    const [least, most, source] = range;
    const suffix = this.#cursor.accept('?') ? `${source}?` : source;
    if (this.#cursor.accept('+')) throw unsupported('A possessive quantifier');
    if (/^[*?{]/.test(this.#cursor.peek())) throw new PatternError(`Dangling meta character '${this.#cursor.peek()}'`);
    if (scope.isBehind && most === Infinity) throw new PatternError('Look-behind group does not have an obvious maximum length');
    return repeat(body, least, most, suffix);
  }

  #range(): readonly [least: number, most: number, source: string] | undefined {
    if (this.#cursor.accept('*')) return [0, Infinity, '*'];
    if (this.#cursor.accept('+')) return [1, Infinity, '+'];
    if (this.#cursor.accept('?')) return [0, 1, '?'];
    if (!this.#cursor.accept('{')) return undefined;
    const text = this.#cursor.takeWhile((character) => /[0-9,]/.test(character));
    this.#cursor.expect('}', /^[0-9]/.test(text) ? 'Unclosed counted closure' : 'Illegal repetition');
    const [, least, comma, most = ''] = /^([0-9]+)(,?)([0-9]*)$/.exec(text) ?? refuse('Illegal repetition');
    const low = Number(least);
    const high = comma === '' ? low : most === '' ? Infinity : Number(most);
    if (high < low || low > MAX_REPETITIONS || (high > MAX_REPETITIONS && high !== Infinity)) throw new PatternError('Illegal repetition range');
    return [low, high, `{${text}}`];
  }
}

function literal(character: string, { ignoresCase }: Scope): Piece {
  const other = ignoresCase ? otherCase(character) : undefined;
  return characters(other === undefined ? characterSource(character) : `[${character}${other}]`);
}

function refuse(message: string): never {
  throw new PatternError(message);
}
