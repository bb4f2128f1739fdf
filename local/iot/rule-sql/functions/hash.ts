/** Hashes of text, as hexadecimal digits. */
import { createHash } from 'node:crypto';
import type { RuleFunction } from '../expression';
import { ofTexts } from './of-texts';

export const hashFunctions: readonly RuleFunction[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'].map((name) =>
  ofTexts(name, 1, ([text = '']) => createHash(name).update(text).digest('hex')));
