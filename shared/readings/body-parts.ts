/** The body of an HTTP request -> its elements or lines, each with its own bytes and content; from-http decodes them. */
import { isUtf8 } from 'node:buffer';
import type { EpochUnit } from '../time';
import { jsonElements } from './json-elements';
import { jsonErrorPosition } from './json-error-position';
import { isComment, readLine } from './line-protocol';
import { holdsReadings, readJson } from './read-json';
import { Refusal } from './refusal';
import { textLines } from './text-lines';

/** Line protocol does not say in which unit its timestamps are. */
export type BodyFormat = { readonly kind: 'json' | 'ndjson' } | { readonly kind: 'line-protocol'; readonly precision: EpochUnit };

export interface PartContent {
  /** A JSON value, or why there is none. */
  readonly value: unknown;
  /** What line protocol says of the time. */
  readonly timeNs?: bigint | undefined;
}

export interface BodyPart extends PartContent {
  readonly bytes: Buffer;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** A body that is refused whole: nothing of it is stored, and the client has to mend it, or to part it. */
export class RefusedBody {
  constructor(
    readonly kind: 'unreadable' | 'too-large',
    readonly detail: string,
  ) {}
}

/**
 * No limit of a service. Should every reading be refused, storing the dead letters takes some fifteen of the 29 seconds that a request
 * has; Telegraf sends 1000 at a time unless it is told otherwise.
 */
export const maxReadingsPerBody = 10_000;

/** @returns at least one part that holds readings, or why there is none */
export function bodyParts(bytes: Buffer, format: BodyFormat): readonly BodyPart[] | RefusedBody {
  const parts = format.kind === 'json' ? jsonParts(bytes) : lineParts(bytes, format);
  if (parts instanceof RefusedBody) return parts;
  if (parts.length > maxReadingsPerBody) return tooManyReadings;
  return parts.some(({ value }) => holdsReadings(value)) ? parts : new RefusedBody('unreadable', problemOf(parts));
}

export const tooManyReadings = new RefusedBody('too-large', `more than ${maxReadingsPerBody} readings in one request`);

/** @param precision of line protocol; without it the part is JSON */
export function readPart(bytes: Buffer, precision: EpochUnit | undefined): PartContent {
  if (precision === undefined) return { value: readJson(bytes) };
  const reading = readLine(bytes, precision);
  return reading instanceof Refusal ? { value: reading } : { value: reading.fields, timeNs: reading.timeNs };
}

function jsonParts(bytes: Buffer): readonly BodyPart[] | RefusedBody {
  const value = readJson(bytes);
  if (value instanceof Refusal) return new RefusedBody('unreadable', whereBroken(bytes, 1));
  if (!Array.isArray(value)) return [{ bytes, value, line: 1 }];
  const texts = jsonElements(bytes.toString());
  return value.map((element: unknown, index) => ({ bytes: Buffer.from(texts[index] ?? ''), value: element, line: 1 }));
}

/** Lines beyond the limit are left unread: the body is refused for them. */
function lineParts(bytes: Buffer, format: BodyFormat): readonly BodyPart[] {
  const precision = format.kind === 'line-protocol' ? format.precision : undefined;
  const lines = textLines(bytes).filter((line) => precision === undefined || !isComment(line.bytes));
  const isTooMany = lines.length > maxReadingsPerBody;
  return lines.map(({ number, bytes: own }) => ({ bytes: own, line: number, ...(isTooMany ? { value: undefined } : readPart(own, precision)) }));
}

/** What to tell the client of a body without any reading: the first problem of the first part that has one. */
function problemOf(parts: readonly BodyPart[]): string {
  const broken = parts.find(({ value }) => value instanceof Refusal);
  if (broken?.value instanceof Refusal) {
    return broken.value.reason === 'not-json' ? whereBroken(broken.bytes, broken.line) : `line ${broken.line}: ${broken.value.detail}`;
  }
  return parts.length === 0 ? 'the body holds no reading' : 'the body holds no JSON object, and a reading is one';
}

function whereBroken(json: Buffer, firstLine: number): string {
  if (!isUtf8(json)) return `line ${firstLine}: not UTF-8`;
  const at = jsonErrorPosition(json.toString());
  // Nested so deep that parsing gave up is all that is left.
  return at === undefined ? `line ${firstLine}: nested too deep` : `line ${firstLine + at.line - 1}, column ${at.column}: not JSON from here on`;
}
