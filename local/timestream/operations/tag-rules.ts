/** Which tags a resource may have. Source: https://docs.aws.amazon.com/timestream/latest/developerguide/TaggingRestrictions.html */
import { ServiceError } from '../errors';
import type { Tag } from '../store/definitions';

const maxTagsPerResource = 50;
const allowed = /^[\p{L}\p{N}\p{Zs}+\-=._:/]*$/u;
const allowedText = 'letters, digits, spaces and + - = . _ : /';
const reservedPrefix = /^aws:/i;

/**
 * @returns the tags as they are kept
 * @throws ServiceError ValidationException naming every tag that cannot be; ServiceQuotaExceededException for too many
 */
export function tagsFrom(given: readonly Tag[]): readonly Tag[] {
  const faults = given.flatMap(faultsOf);
  const keys = new Set<string>();
  for (const { Key } of given) {
    if (keys.has(Key)) faults.push(`The tag key '${Key}' is given more than once.`);
    keys.add(Key);
  }
  if (faults.length > 0) throw new ServiceError('ValidationException', faults.join(' '));
  if (keys.size > maxTagsPerResource) throw tooMany(keys.size);
  return given.map(({ Key, Value }) => ({ Key, Value }));
}

function faultsOf({ Key, Value }: Tag): string[] {
  const faults: string[] = [];
  if (!allowed.test(Key)) faults.push(`The tag key '${Key}' has characters other than ${allowedText}.`);
  if (!allowed.test(Value)) faults.push(`The value '${Value}' of the tag '${Key}' has characters other than ${allowedText}.`);
  if (reservedPrefix.test(Key)) faults.push(`The tag key '${Key}' begins with aws:, which is reserved.`);
  if (reservedPrefix.test(Value)) faults.push(`The value '${Value}' of the tag '${Key}' begins with aws:, which is reserved.`);
  return faults;
}

/**
 * @returns the tags with the added ones, which replace those of the same key
 * @throws ServiceError ServiceQuotaExceededException beyond the 50 a resource may have
 */
export function withTags(existing: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const byKey = new Map([...existing, ...added].map((tag) => [tag.Key, tag]));
  if (byKey.size > maxTagsPerResource) throw tooMany(byKey.size);
  return [...byKey.values()];
}

function tooMany(count: number): ServiceError {
  return new ServiceError('ServiceQuotaExceededException', `${count} tags are more than the ${maxTagsPerResource} a resource may have.`);
}
