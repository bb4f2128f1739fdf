/** Reads the MeasureValues of a record, for scan-request: text around the values is mostly that of the record before, byte by byte. */
import { columnTypes } from './decode-records';
import { maxAttributesPerRecord, maxMeasureValueLength } from './limits';
import { checkMeasureName } from './name-rules';
import { parseValue, type ScalarType } from './parse-value';
import { plainDecimal, plainWhole } from './plain-decimal';
import { giveUp, KnownBytes, type PlainJson } from './plain-json';
import type { Cell, CellValue } from './record';
import { Repeated } from './repeated';

/** TIMESTAMP is unusual: it needs the unit of the record. */
export type PlainType = Exclude<ScalarType, 'TIMESTAMP'>;

const keys = { name: KnownBytes.of('Name'), value: KnownBytes.of('Value'), type: KnownBytes.of('Type') };

/** Everything but the value: another plain text between the quotes makes no difference to what stands around it. */
interface Surroundings {
  readonly before: KnownBytes;
  readonly after: KnownBytes;
  readonly name: string;
  readonly type: PlainType;
  readonly columnType: Cell['type'];
}

export function plainType(text: string): PlainType | undefined {
  // Own keys of columnTypes are the types.
  return Object.hasOwn(columnTypes, text) && text !== 'TIMESTAMP' ? text as PlainType : undefined;
}

export function validMeasureName(text: string): string | undefined {
  if (text === '') return undefined;
  checkMeasureName(text);
  return text;
}

/** What stands at one place among the measure values. */
class Place {
  readonly #name = new Repeated(validMeasureName);
  readonly #type = new Repeated(plainType);
  #last: Surroundings | undefined;

  read(json: PlainJson): Cell {
    const { at } = json;
    if (this.#last && json.passIfBytes(this.#last.before)) {
      json.passTextToQuote();
      const { start, end } = json;
      if (json.passIfBytes(this.#last.after)) return cellOf(json, this.#last, start, end);
      json.at = at;
    }
    return this.#readAnew(json);
  }

  #readAnew(json: PlainJson): Cell {
    const { at, bytes } = json;
    let name: string | undefined;
    let type: PlainType | undefined;
    let start: number | undefined;
    let end = 0;
    for (let isFirst = true; json.nextMember(isFirst); isFirst = false) {
      json.skipSpaces();
      if (name === undefined && json.isKey(keys.name)) name = this.#name.read(json);
      else if (type === undefined && json.isKey(keys.type)) type = this.#type.read(json);
      else if (start === undefined && json.isKey(keys.value)) {
        json.passText();
        ({ start, end } = json);
      } else giveUp();
    }
    if (name === undefined || type === undefined || start === undefined) giveUp();
    this.#last = { before: new KnownBytes(Buffer.from(bytes.subarray(at, start))), after: new KnownBytes(Buffer.from(bytes.subarray(end, json.at))), name, type, columnType: columnTypes[type] };
    return cellOf(json, this.#last, start, end);
  }
}

function cellOf({ bytes }: PlainJson, { name, type, columnType }: Surroundings, start: number, end: number): Cell {
  return { name, type: columnType, value: plainNumber(type, bytes, start, end) ?? textValue(type, bytes, start, end) };
}

function plainNumber(type: PlainType, bytes: Buffer, start: number, end: number): number | bigint | undefined {
  if (type === 'DOUBLE') return plainDecimal(bytes, start, end);
  const whole = type === 'BIGINT' ? plainWhole(bytes, start, end) : undefined;
  return whole === undefined ? undefined : BigInt(whole);
}

function textValue(type: PlainType, bytes: Buffer, start: number, end: number): CellValue {
  if (end === start || end - start > maxMeasureValueLength) giveUp();
  return valueOf(type, bytes.toString('utf8', start, end));
}

export function valueOf(type: PlainType, text: string): CellValue {
  // The unit only matters for what is not plain.
  return parseValue(type, text, 'MILLISECONDS') ?? giveUp();
}

const places: Place[] = [];
/** Cells whose names were found to be distinct. */
let distinct: readonly Cell[] = [];

export function readAttributes(json: PlainJson): readonly Cell[] {
  const cells: Cell[] = [];
  // Reading another module's constant for every cell would cost more than comparing it.
  const most = maxAttributesPerRecord;
  while (json.nextElement(cells.length === 0)) {
    if (cells.length === most) giveUp();
    cells.push((places[cells.length] ??= new Place()).read(json));
  }
  if (!haveNamesOf(cells, distinct)) {
    if (new Set(cells.map(({ name }) => name)).size < cells.length) giveUp();
    distinct = cells;
  }
  return cells;
}

function haveNamesOf(cells: readonly Cell[], others: readonly Cell[]): boolean {
  if (cells.length !== others.length) return false;
  for (let at = 0; at < cells.length; at += 1) if (cells[at]?.name !== others[at]?.name) return false;
  return true;
}
