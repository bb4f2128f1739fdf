/**
 * Which names a KMS key may go by, for databases and reject locations; there is no KMS here, so the key is taken on trust.
 * Source: https://docs.aws.amazon.com/timestream/latest/developerguide/API_UpdateDatabase.html
 */
import { ServiceError } from '../errors';

/** The second form is that of a key in several Regions. */
const keyId = '(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32})';
const alias = 'alias/[a-zA-Z0-9/_-]{1,250}';
const keyName = new RegExp(`^(?:${keyId}|${alias}|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(?:key/${keyId}|${alias}))$`);

/** @throws ServiceError ValidationException; the service's text is not published */
export function checkKmsKeyId(id: string): void {
  if (!keyName.test(id)) throw new ServiceError('ValidationException', `The KMS key '${id}' is not a key ID, a key ARN, an alias name or an alias ARN.`);
}
