/**
 * Steps through JSON text that is as plain as SDKs write it: no escapes, no surprises; used by scan-request.
 *
 * It gives up at whatever is not plain, whether valid or not: then the body is parsed as a whole, and judged there.
 */

export class NotPlain extends Error {}

/** Always the same one: a stack trace would cost more than it could tell. */
const notPlain = new NotPlain('not plain');

export function giveUp(): never {
  throw notPlain;
}

const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Besides the space itself. */
const spaces: readonly number[] = [0x09, 0x0a, 0x0d];

/** How many ends of an array are tried; each may cost a parse of all before it. */
const maxArrayEnds = 4;
/** 64 bits hold no more. */
const maxDigits = 19;
const int64Limit = 2n ** 63n;

/** Bytes to compare with, four at a time. */
export class KnownBytes {
  readonly view: DataView;

  /** @param bytes for nobody else */
  constructor(bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  static of(text: string): KnownBytes {
    return new KnownBytes(Buffer.from(text));
  }
}

export class PlainJson {
  readonly #view: DataView;
  /** A character for each byte; made for what is not among the known. */
  #text: string | undefined;
  /** Where it stands. */
  at = 0;
  /** Where the text passed last begins and ends. */
  start = 0;
  end = 0;

  /** @param bytes UTF-8 */
  constructor(readonly bytes: Buffer) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Moves into an object, then from member to member; the key passed is what `isKey` compares. False at the end. */
  nextMember(isFirst: boolean): boolean {
    if (!this.#goesOn(isFirst, openBrace, closeBrace)) return false;
    this.passText();
    this.#expect(colon);
    return true;
  }

  nextElement(isFirst: boolean): boolean {
    return this.#goesOn(isFirst, openBracket, closeBracket);
  }

  #goesOn(isFirst: boolean, open: number, close: number): boolean {
    if (isFirst) {
      this.#expect(open);
      return !this.#take(close);
    }
    if (this.#take(comma)) return true;
    this.#expect(close);
    return false;
  }

  isKey(name: KnownBytes): boolean {
    return this.end - this.start === name.view.byteLength && this.#isAt(this.start, name);
  }

  passIfBytes(known: KnownBytes): boolean {
    if (!this.#isAt(this.at, known)) return false;
    this.at += known.view.byteLength;
    return true;
  }

  /** Moves past a string. */
  passText(): void {
    this.#expect(quote);
    this.passTextToQuote();
    this.at += 1;
  }

  /** Moves from within a string to its end. */
  passTextToQuote(): void {
    const { bytes } = this;
    let { at } = this;
    this.start = at;
    for (let byte = bytes[at] ?? 0; byte !== quote; byte = bytes[at] ?? 0) {
      if (byte < space || byte === backslash) giveUp();
      at += 1;
    }
    this.end = this.at = at;
  }

  /** The text passed last. */
  passed(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** The text passed last with a character for each byte, to look it up by. */
  passedBytes(): string {
    return this.bytes.toString('latin1', this.start, this.end);
  }

  /** Moves past a whole number from 1 to what 64 bits hold. */
  positiveNumber(): bigint {
    this.skipSpaces();
    const start = this.at;
    for (let byte = this.bytes[this.at] ?? 0; byte >= zero && byte <= nine; byte = this.bytes[this.at] ?? 0) this.at += 1;
    const digits = this.at - start;
    if (digits === 0 || digits > maxDigits || this.bytes[start] === zero) giveUp();
    const number = BigInt(this.bytes.toString('latin1', start, this.at));
    return number < int64Limit ? number : giveUp();
  }

  /**
   * Moves past an array.
   *
   * @param parse what the array means; undefined when the text is none. It ends where it is one for the first time: what
   * closes a bracket inside a string leaves no JSON before it
   */
  array<T>(parse: (bytesAsText: string) => T | undefined): T {
    const start = this.at;
    if (this.bytes[start] !== openBracket) giveUp();
    const text = this.#text ??= this.bytes.toString('latin1');
    for (let tries = 0, end = start; tries < maxArrayEnds; tries += 1) {
      end = text.indexOf(']', end) + 1;
      if (end === 0) break;
      const parsed = parse(text.slice(start, end));
      if (parsed === undefined) continue;
      this.at = end;
      return parsed;
    }
    return giveUp();
  }

  expectEnd(): void {
    this.skipSpaces();
    if (this.at < this.bytes.length) giveUp();
  }

  skipSpaces(): void {
    for (let byte = this.bytes[this.at] ?? quote; byte <= space; byte = this.bytes[this.at] ?? quote) {
      if (byte !== space && !spaces.includes(byte)) giveUp();
      this.at += 1;
    }
  }

  #isAt(at: number, { view }: KnownBytes): boolean {
    const { byteLength } = view;
    const own = this.#view;
    if (at + byteLength > own.byteLength) return false;
    let index = 0;
    for (; index + 4 <= byteLength; index += 4) if (own.getUint32(at + index) !== view.getUint32(index)) return false;
    for (; index < byteLength; index += 1) if (own.getUint8(at + index) !== view.getUint8(index)) return false;
    return true;
  }

  #take(byte: number): boolean {
    this.skipSpaces();
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  #expect(byte: number): void {
    if (!this.#take(byte)) giveUp();
  }
}
