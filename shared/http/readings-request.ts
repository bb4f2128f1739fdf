/** The request `POST /v1/tables/{table}/readings` but for its body: what it is, where it goes, how to answer; ingest-http asks. */
import { ProblemError, type ParameterProblem } from '../errors';
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { kpiTable } from '../tables/kpi-table';
import { nearest } from '../tables/nearest';
import type { EpochUnit } from '../time';
import type { HttpRequest } from './http-request';

export interface ReadingsRequest {
  readonly table: TableDefinition;
  readonly format: { readonly kind: 'json' | 'ndjson' } | { readonly kind: 'line-protocol'; readonly precision: EpochUnit };
  readonly isGzip: boolean;
  readonly bytes: Buffer;
  /** Epoch milliseconds. */
  readonly receivedAtMs: number;
  /** Which outcomes the answer lists. */
  readonly outcomes: 'all' | 'not-written';
}

const kinds = { 'application/json': 'json', 'application/x-ndjson': 'ndjson', 'text/plain': 'line-protocol' } as const;
const precisions: readonly EpochUnit[] = ['ns', 'us', 'ms', 's'];
const outcomeLists = ['all', 'not-written'] as const;
const parameterNames = ['precision', 'outcomes', 'receivedAt'];

/** A client repeats a request within minutes; a day leaves room, and keeps what a client says about our clock within sense. */
const maxRepeatAgeMs = 24 * 3600 * 1000;
/** Between the clocks of two instances. */
const maxClockSkewMs = 60_000;

/**
 * @param nowMs the time of receipt, unless `receivedAt` repeats an earlier one
 * @throws ProblemError `unsupported-media-type`, or `invalid-request` with everything that is wrong
 */
export function readingsRequest(service: ServiceDefinition, request: HttpRequest, nowMs: number): ReadingsRequest {
  const kind = kindOf(request.headers['content-type']);
  const isGzip = isGzipEncoded(request.headers['content-encoding']);
  const problems: ParameterProblem[] = [];
  const refuse = (parameter: string, message: string): undefined => void problems.push({ parameter, message });
  const one = (name: string): string | undefined => {
    const [text, ...others] = request.query.get(name) ?? [];
    return others.length > 0 ? refuse(name, 'may be given only once') : text;
  };
  const oneOf = <T extends string>(name: string, values: readonly T[], fallback: T): T => {
    const text = one(name);
    if (text === undefined) return fallback;
    return values.find((value) => value === text) ?? refuse(name, `'${text}' is none of ${values.join(', ')}`) ?? fallback;
  };

  for (const name of request.query.keys()) {
    if (!parameterNames.includes(name)) refuse(name, `unknown parameter '${name}' (known: ${parameterNames.join(', ')})`);
  }
  const table = tableOf(service, request.pathParameters['table'] ?? '', refuse);
  const precision = oneOf('precision', precisions, 'ns');
  if (kind !== 'line-protocol' && request.query.has('precision')) refuse('precision', 'only the timestamps of line protocol (text/plain) have one');
  const outcomes = oneOf('outcomes', outcomeLists, 'all');
  const repeated = one('receivedAt');
  const receivedAtMs = repeated === undefined ? nowMs : Number(/^\d{1,15}$/.test(repeated) ? repeated : NaN);
  if (!(receivedAtMs >= nowMs - maxRepeatAgeMs && receivedAtMs <= nowMs + maxClockSkewMs)) {
    refuse('receivedAt', `'${repeated}' is not the epoch milliseconds that an answer of the last day gave`);
  }
  if (problems.length > 0 || table === undefined) throw new ProblemError('invalid-request', { errors: problems });
  return { table, format: kind === 'line-protocol' ? { kind, precision } : { kind }, isGzip, bytes: request.body, receivedAtMs, outcomes };
}

function tableOf({ tables }: ServiceDefinition, name: string, refuse: (parameter: string, message: string) => undefined): TableDefinition | undefined {
  const known = tables.filter((table) => table.name !== kpiTable.name);
  const names = known.map((table) => table.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `known: ${names.join(', ')}` : `did you mean ${meant}?`;
  return known.find((table) => table.name === name) ?? refuse('table', `no table '${name}' takes readings (${hint})`);
}

function kindOf(contentType = ''): (typeof kinds)[keyof typeof kinds] {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';').map((part) => part.trim());
  const kind = Object.entries(kinds).find(([taken]) => taken === type)?.[1];
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.replace(/^charset="?([^"]*)"?$/, '$1') ?? 'utf-8';
  if (kind !== undefined && charset === 'utf-8') return kind;
  const given = contentType === '' ? 'No Content-Type' : `Content-Type '${contentType}'`;
  throw new ProblemError('unsupported-media-type', {
    detail: `${given}: send application/json, application/x-ndjson or text/plain (InfluxDB line protocol), in UTF-8`,
  });
}

function isGzipEncoded(contentEncoding = 'identity'): boolean {
  const encoding = contentEncoding.toLowerCase();
  if (encoding === 'gzip' || encoding === 'identity') return encoding === 'gzip';
  throw new ProblemError('unsupported-media-type', { detail: `Content-Encoding '${contentEncoding}': send gzip, or none` });
}
