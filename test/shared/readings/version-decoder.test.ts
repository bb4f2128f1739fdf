/** Which reading of one time stands: whole numbers from 1 on, and 1 for those that say none. */
import { parseJson, UnsafeInteger } from '../../../shared/readings/parse-json';
import { versionDecoder } from '../../../shared/readings/version-decoder';
import { parseValuePath } from '../../../shared/tables/value-path';

const decode = (rev: unknown) => versionDecoder({ from: [parseValuePath('$.rev')] })({ fields: { rev }, topic: undefined, clientId: undefined, receivedAtMs: 0 });

it.each([
  [1, 1],
  [2, 2],
  ['3', 3],
  ['9007199254740991', 9007199254740991],
  [9007199254740991, 9007199254740991],
  [parseJson(Buffer.from('2.0')), 2],
])('takes %p', (rev, version) => {
  expect(decode(rev)).toBe(version);
});

it.each([undefined, null, ''])('is 1 when the reading says %p, so that replays are harmless and 2 corrects it', (rev) => {
  expect(decode(rev)).toBe(1);
});

it('is 1 in a table without versions, whatever a reading says', () => {
  expect(versionDecoder(undefined)({ fields: { rev: 7 }, topic: undefined, clientId: undefined, receivedAtMs: 0 })).toBe(1);
});

it.each([0, -1, 1.5, '0', '1.5', '1e3', '-1', 'two', true, [1], '9007199254740992', new UnsafeInteger('9007199254740993'), 1e20])('refuses %p as bad-version', (rev) => {
  expect(decode(rev)).toMatchObject({ reason: 'bad-version' });
});
