/** Which tags a resource may have. Source: https://docs.aws.amazon.com/timestream/latest/developerguide/tagging-keyspaces.html */
import { ServiceError } from '../errors';
import type { Tag } from '../store/definitions';

const maxTagsPerResource = 50;
const allowed = /^[\p{L}\p{N}\p{Zs}+\-=._:/]*$/u;
const reservedPrefix = 'aws:';

/** @throws ServiceError ValidationException for a tag that cannot be, naming it */
export function checkTags(tags: readonly Tag[]): void {
  const keys = new Set<string>();
  for (const { Key, Value } of tags) {
    if (!allowed.test(Key)) throw refused(`The tag key '${Key}' has characters other than letters, digits, spaces and + - = . _ : /`);
    if (!allowed.test(Value)) throw refused(`The value '${Value}' of the tag '${Key}' has characters other than letters, digits, spaces and + - = . _ : /`);
    if (Key.toLowerCase().startsWith(reservedPrefix)) throw refused(`The tag key '${Key}' begins with ${reservedPrefix}, which is reserved.`);
    if (keys.has(Key)) throw refused(`The tag key '${Key}' is given more than once.`);
    keys.add(Key);
  }
  if (keys.size > maxTagsPerResource) throw tooMany(keys.size);
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

function refused(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function tooMany(count: number): ServiceError {
  return new ServiceError('ServiceQuotaExceededException', `${count} tags are more than the ${maxTagsPerResource} a resource may have.`);
}
