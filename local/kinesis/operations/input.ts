/** Reads the members of a request, each of its kind and within its bounds; every operation reads its input through it. */
import { KinesisError } from '../kinesis-error';

interface TextBounds {
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

interface NumberBounds {
  readonly least?: number;
  readonly most?: number;
}

export class Input {
  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  /** @throws KinesisError SerializationException when it is no JSON object */
  static of(value: unknown): Input {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new KinesisError('SerializationException', 'A JSON object was expected');
    // An object from JSON has string keys.
    return new Input(value as Record<string, unknown>);
  }

  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  /** @throws KinesisError ValidationException naming the member and its bound */
  text(name: string, bounds: TextBounds = {}): string {
    return this.optionalText(name, bounds) ?? missing(name);
  }

  optionalText(name: string, { least = 0, most = Infinity, pattern, oneOf }: TextBounds = {}): string | undefined {
    const value = this.ofType(name, 'string');
    if (value === undefined) return undefined;
    const length = [...value].length;
    if (length < least) refuse(name, value, `Member must have length greater than or equal to ${least}`);
    if (length > most) refuse(name, value, `Member must have length less than or equal to ${most}`);
    if (pattern !== undefined && !new RegExp(`^(?:${pattern.source})$`).test(value)) refuse(name, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
    if (oneOf !== undefined && !oneOf.includes(value)) refuse(name, value, `Member must satisfy enum value set: [${oneOf.join(', ')}]`);
    return value;
  }

  integer(name: string, bounds: NumberBounds = {}): number {
    return this.optionalInteger(name, bounds) ?? missing(name);
  }

  optionalInteger(name: string, { least = -Infinity, most = Infinity }: NumberBounds = {}): number | undefined {
    const value = this.ofType(name, 'number');
    if (value === undefined) return undefined;
    if (!Number.isInteger(value)) throw new KinesisError('SerializationException', `${name} is not a whole number`);
    if (value < least) refuse(name, value, `Member must have value greater than or equal to ${least}`);
    if (value > most) refuse(name, value, `Member must have value less than or equal to ${most}`);
    return value;
  }

  /** Epoch seconds on the wire, milliseconds here. */
  optionalTimestampMs(name: string): number | undefined {
    const seconds = this.ofType(name, 'number');
    return seconds === undefined ? undefined : Math.round(seconds * 1000);
  }

  isTrue(name: string): boolean {
    return this.ofType(name, 'boolean') === true;
  }

  /** Base64 on the wire. */
  blob(name: string): Buffer {
    const text = this.ofType(name, 'string') ?? missing(name);
    const bytes = Buffer.from(text, 'base64');
    // Buffer.from passes over what is no base64.
    if (bytes.length !== base64Bytes(text)) throw new KinesisError('SerializationException', `${name} is not base64`);
    return bytes;
  }

  optionalChild(name: string): Input | undefined {
    return this.has(name) ? Input.of(this.members[name]) : undefined;
  }

  children(name: string, { least, most }: { readonly least: number; readonly most: number }): readonly Input[] {
    const list = this.list(name);
    if (list.length < least) refuse(name, `${list.length} entries`, `Member must have length greater than or equal to ${least}`);
    if (list.length > most) refuse(name, `${list.length} entries`, `Member must have length less than or equal to ${most}`);
    return list.map((entry) => Input.of(entry));
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((entry) => (typeof entry === 'string' ? entry : wrongType(name, 'a list of strings')));
  }

  /** A map of texts; none when the member is missing. */
  textMap(name: string): Readonly<Record<string, string>> {
    const child = this.optionalChild(name);
    return child === undefined ? {} : Object.fromEntries(Object.keys(child.members).map((key) => [key, child.text(key)]));
  }

  private list(name: string): readonly unknown[] {
    const value = this.members[name] ?? missing(name);
    return Array.isArray(value) ? value : wrongType(name, 'a list');
  }

  private ofType(name: string, type: 'string'): string | undefined;
  private ofType(name: string, type: 'number'): number | undefined;
  private ofType(name: string, type: 'boolean'): boolean | undefined;
  private ofType(name: string, type: string): unknown {
    const value = this.members[name] ?? undefined;
    return value === undefined || typeof value === type ? value : wrongType(name, `a ${type}`);
  }
}

function base64Bytes(text: string): number {
  return text.length % 4 === 0 ? text.length / 4 * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0) : -1;
}

function missing(name: string): never {
  return refuse(name, null, 'Member must not be null');
}

function refuse(name: string, value: string | number | null, rule: string): never {
  const at = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw new KinesisError('ValidationException', `1 validation error detected: Value ${value === null ? 'null' : `'${value}'`} at '${at}' failed to satisfy constraint: ${rule}`);
}

function wrongType(name: string, wanted: string): never {
  throw new KinesisError('SerializationException', `${name} is not ${wanted}`);
}
