/** A Java pattern read one character at a time, and how a pattern is refused. */

/** Says what is wrong with a pattern; java-regexp.ts adds the pattern. */
export class PatternError extends Error {}

export function unsupported(construct: string): PatternError {
  return new PatternError(`${construct} is not supported`);
}

/** Deeper patterns would exhaust the stack. */
const MAX_DEPTH = 200;

export class PatternCursor {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  get ended(): boolean {
    return this.#at >= this.#characters.length;
  }

  /** The next characters, or fewer at the end. */
  peek(count = 1): string {
    return this.#characters.slice(this.#at, this.#at + count).join('');
  }

  take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new PatternError('Unexpected end');
    this.#at += 1;
    return character;
  }

  /** Steps over the text when it comes next. */
  accept(text: string): boolean {
    const found = this.peek(text.length) === text;
    if (found) this.#at += text.length;
    return found;
  }

  expect(text: string, otherwise: string): void {
    if (!this.accept(text)) throw new PatternError(otherwise);
  }

  /** As many characters as the test takes. */
  takeWhile(isWanted: (character: string) => boolean): string {
    let text = '';
    while (!this.ended && isWanted(this.peek())) text += this.take();
    return text;
  }

  /** Reads something that may hold its like. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new PatternError(`More than ${MAX_DEPTH} levels of brackets`);
    const inner = read();
    this.#depth -= 1;
    return inner;
  }
}
