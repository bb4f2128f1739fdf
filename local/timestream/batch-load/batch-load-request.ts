/** What CreateBatchLoadTask is asked for, with the constraints of the service's model and the rules that go beyond one member. */
import { ServiceError } from '../errors';
import { checkKmsKeyId } from '../operations/kms-key';
import { kmsKeyId, newName } from '../operations/members';
import { integer, oneOf, required, structure, text } from '../protocol/shape';
import type { Shape } from '../protocol/shape';
import { csvDialectOf, csvShape } from './csv-dialect';
import { dataModelShape } from './data-model-shape';

const keyPattern = "[a-zA-Z0-9|!\\-_*'\\(\\)]([a-zA-Z0-9]|[!\\-_*'\\(\\)\\/.])+";
const bucketName = text({ min: 3, max: 63, pattern: '[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]' });
const objectKey = text({ min: 1, max: 1024, pattern: keyPattern });

export const batchLoadShape = structure({
  ClientToken: text({ min: 1, max: 64 }),
  DataModelConfiguration: structure({
    DataModel: dataModelShape,
    DataModelS3Configuration: structure({ BucketName: bucketName, ObjectKey: objectKey }),
  }),
  DataSourceConfiguration: required(structure({
    DataSourceS3Configuration: required(structure({ BucketName: required(bucketName), ObjectKeyPrefix: objectKey })),
    CsvConfiguration: csvShape,
    DataFormat: required(oneOf('CSV')),
  })),
  ReportConfiguration: required(structure({
    ReportS3Configuration: structure({
      BucketName: required(bucketName),
      ObjectKeyPrefix: text({ min: 1, max: 928, pattern: keyPattern }),
      EncryptionOption: oneOf('SSE_S3', 'SSE_KMS'),
      KmsKeyId: kmsKeyId,
    }),
  })),
  TargetDatabaseName: required(newName),
  TargetTableName: required(newName),
  RecordVersion: integer({ max: 2n ** 63n - 1n }),
});

/** Without the token, and with what JSON has no form for as text. */
export type BatchLoadRequest = Omit<typeof batchLoadShape extends Shape<infer T> ? T : never, 'ClientToken' | 'RecordVersion'> & {
  readonly recordVersion: string;
};

const firstVersion = 1n;

/** @throws ServiceError ValidationException */
export function batchLoadRequest({ ClientToken: _token, RecordVersion = firstVersion, ...request }: typeof batchLoadShape extends Shape<infer T> ? T : never): BatchLoadRequest {
  if (RecordVersion < firstVersion) throw invalid(`The RecordVersion ${RecordVersion} is lower than ${firstVersion}.`);
  csvDialectOf(request.DataSourceConfiguration.CsvConfiguration ?? {});
  const { ReportS3Configuration: report } = request.ReportConfiguration;
  if (report === undefined) throw invalid('The ReportConfiguration needs a ReportS3Configuration.');
  if (report.EncryptionOption === 'SSE_KMS' && report.KmsKeyId === undefined) throw invalid('The EncryptionOption SSE_KMS needs a KmsKeyId.');
  if (report.KmsKeyId !== undefined) checkKmsKeyId(report.KmsKeyId);
  return { ...request, recordVersion: String(RecordVersion) };
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
