/** The actions of a rule as the template has them, and read with their substitution templates; carry-out carries them out. */
import { parseTemplate, type Template } from './rule-sql/template';
import type { Dialect } from './rule-sql/token-reader';

/** Texts may hold substitution templates, but for the names of dimensions: https://docs.aws.amazon.com/iot/latest/developerguide/iot-substitution-templates.html */
export type ActionDefinition =
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string }
  /** Absent: CloudFormation asks for no partition key, and a stream puts such records on one shard or another. */
  | { readonly kind: 'kinesis'; readonly streamName: string; readonly partitionKey?: string }
  | TimestreamActionDefinition;

export interface TimestreamActionDefinition {
  readonly kind: 'timestream';
  readonly databaseName: string;
  readonly tableName: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** Absent: when the broker took the message. */
  readonly timestamp?: { readonly value: string; readonly unit: string };
}

export const timeUnits = ['SECONDS', 'MILLISECONDS', 'MICROSECONDS', 'NANOSECONDS'] as const;
export type TimeUnit = (typeof timeUnits)[number];

export type Action =
  | { readonly kind: 'lambda'; readonly functionArn: Template }
  | { readonly kind: 's3'; readonly bucket: Template; readonly key: Template }
  | { readonly kind: 'kinesis'; readonly streamName: Template; readonly partitionKey: Template | undefined }
  | TimestreamAction;

export interface TimestreamAction {
  readonly kind: 'timestream';
  readonly databaseName: Template;
  readonly tableName: Template;
  readonly dimensions: readonly { readonly name: string; readonly value: Template }[];
  readonly timestamp: { readonly value: Template; readonly unit: TimeUnit } | undefined;
}

// https://docs.aws.amazon.com/iot/latest/developerguide/timestream-rule-action.html
const maxDimensions = 128;
const reservedDimensions = /^(?:measure_name|time|measure_value.*|ts_.*)$|:/;

/** @throws Error naming what of the action is wrong or not supported */
export function readAction(definition: ActionDefinition, dialect: Dialect): Action {
  const template = (text: string): Template => parseTemplate(text, dialect);
  switch (definition.kind) {
    case 'lambda':
      return { kind: 'lambda', functionArn: template(definition.functionArn) };
    case 's3':
      return { kind: 's3', bucket: template(definition.bucket), key: template(definition.key) };
    case 'kinesis': {
      const { streamName, partitionKey } = definition;
      return { kind: 'kinesis', streamName: template(streamName), partitionKey: partitionKey === undefined ? undefined : template(partitionKey) };
    }
    case 'timestream': {
      const { databaseName, tableName, dimensions, timestamp } = definition;
      requireDimensions(dimensions.map(({ name }) => name));
      return {
        kind: 'timestream',
        databaseName: template(databaseName),
        tableName: template(tableName),
        dimensions: dimensions.map(({ name, value }) => ({ name, value: template(value) })),
        timestamp: timestamp && { value: template(timestamp.value), unit: timeUnit(timestamp.unit) },
      };
    }
  }
}

export function templatesOf(action: Action): readonly Template[] {
  switch (action.kind) {
    case 'lambda':
      return [action.functionArn];
    case 's3':
      return [action.bucket, action.key];
    case 'kinesis':
      return [action.streamName, ...(action.partitionKey === undefined ? [] : [action.partitionKey])];
    case 'timestream':
      return [action.databaseName, action.tableName, ...action.dimensions.map(({ value }) => value), ...(action.timestamp === undefined ? [] : [action.timestamp.value])];
  }
}

function requireDimensions(names: readonly string[]): void {
  if (names.length === 0 || names.length > maxDimensions) throw new Error(`a timestream action has 1 to ${maxDimensions} dimensions, not ${names.length}`);
  const refused = names.find((name) => reservedDimensions.test(name));
  if (refused !== undefined) throw new Error(`no dimension of a timestream action can be called ${refused}`);
}

function timeUnit(unit: string): TimeUnit {
  const known = timeUnits.find((each) => each === unit);
  if (known === undefined) throw new Error(`the unit of a timestream action's time is one of ${timeUnits.join(', ')}, not ${unit}`);
  return known;
}
