import { checkKmsKeyId } from '../../../../local/timestream/operations/kms-key';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const regional = 'mrk-1234abcd12ab34cd56ef1234567890ab';
const place = 'arn:aws:kms:us-east-1:111122223333';

test.each([
  id, id.toUpperCase(), regional, 'alias/a', 'alias/team/metering_2-b', `alias/${'a'.repeat(250)}`,
  `${place}:key/${id}`, `${place}:key/${regional}`, `${place}:alias/metering`, `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${id}`,
])('%s names a key', (name) => {
  expect(() => checkKmsKeyId(name)).not.toThrow();
});

test.each([
  'metering', 'alias/', `alias/${'a'.repeat(251)}`, 'alias/a b', `key/${id}`, `${id}0`, ` ${id}`, `${id}\n`, `${place}:${id}`, `${place}:key/alias/a`,
  `arn:aws:s3:us-east-1:111122223333:key/${id}`, `arn:aws:kms:us-east-1:1111:key/${id}`, `arn:aws:kms::111122223333:key/${id}`,
])('%j does not', (name) => {
  expect(() => checkKmsKeyId(name)).toThrow(expect.objectContaining({
    code: 'ValidationException', message: `The KMS key '${name}' is not a key ID, a key ARN, an alias name or an alias ARN.`,
  }));
});
