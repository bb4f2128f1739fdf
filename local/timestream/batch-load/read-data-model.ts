/** The data model of a request, from the request itself or from the object it names; asked by create-batch-load-task. */
import type { Readable } from 'node:stream';
import type { Buckets } from '../buckets/buckets';
import { ServiceError } from '../errors';
import { messageOf } from '../message-of';
import { parseInput } from '../protocol/shape';
import { parseWireJson } from '../protocol/wire-json';
import type { BatchLoadRequest } from './batch-load-request';
import { dataModelOf, type DataModel } from './data-model';
import { dataModelShape } from './data-model-shape';

/** Local: every mapping of the largest data model fits in. */
const maxDataModelBytes = 1024 * 1024;

/** @throws ServiceError ValidationException when there is none, or when it cannot be read or used */
export async function readDataModel({ DataModelConfiguration: configuration = {} }: BatchLoadRequest, buckets: Buckets): Promise<DataModel> {
  const { DataModel: inline, DataModelS3Configuration: elsewhere } = configuration;
  if (inline && elsewhere) throw invalid('The DataModelConfiguration has both a DataModel and a DataModelS3Configuration; it needs exactly one of them.');
  if (inline) return dataModelOf(inline);
  if (!elsewhere) throw invalid('A DataModelConfiguration with a DataModel or a DataModelS3Configuration is required.');
  const { BucketName: bucket, ObjectKey: key } = elsewhere;
  if (bucket === undefined || key === undefined) throw invalid('The DataModelS3Configuration needs a BucketName and an ObjectKey.');
  try {
    return dataModelOf(parseInput(dataModelShape, parseWireJson(await readWhole(await buckets.read(bucket, key)))));
  } catch (cause) {
    throw invalid(`The data model s3://${bucket}/${key} cannot be used: ${messageOf(cause)}`);
  }
}

async function readWhole(source: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of source as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxDataModelBytes) throw new Error(`it has more than ${maxDataModelBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
