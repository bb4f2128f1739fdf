/** A text that stands at one place of many records, mostly the same: read once, then only compared; used by scan-request. */
import { giveUp, KnownBytes, type PlainJson } from './plain-json';

/** Many times the names that stand at one place; beyond it they are read anew. */
const maxKnown = 1024;

interface Known<T> {
  /** With the quotes. */
  readonly bytes: KnownBytes;
  readonly value: T;
}

export class Repeated<T> {
  readonly #known = new Map<string, Known<T>>();
  #last: Known<T> | undefined;

  /** @param decode undefined for what is not plain */
  constructor(private readonly decode: (text: string) => T | undefined) {}

  read(json: PlainJson): T {
    if (this.#last && json.passIfBytes(this.#last.bytes)) return this.#last.value;
    json.passText();
    this.#last = this.#known.get(json.passedBytes()) ?? this.#add(json.passed());
    return this.#last.value;
  }

  #add(text: string): Known<T> {
    const value = this.decode(text) ?? giveUp();
    const known = { bytes: KnownBytes.of(`"${text}"`), value };
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(Buffer.from(text).toString('latin1'), known);
    return known;
  }
}
