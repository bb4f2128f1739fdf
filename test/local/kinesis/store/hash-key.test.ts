/** Every hash key belongs to exactly one shard, and the ranges say which. */
import fc from 'fast-check';
import { hashKeyEnd, hashKeyOf, hashKeyRange, shardOf } from '../../../../local/kinesis/store/hash-key';

it('a key lies in the range of its shard', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: hashKeyEnd - 1n }), fc.integer({ min: 1, max: 300 }), (key, shards) => {
    const { first, last } = hashKeyRange(shardOf(key, shards), shards);
    expect(first <= key && key <= last).toBe(true);
  }));
});

it('ranges follow each other from the first key to the last', () => {
  for (const shards of [1, 2, 3, 7, 1000]) {
    let next = 0n;
    for (let shard = 0; shard < shards; shard += 1) {
      const { first, last } = hashKeyRange(shard, shards);
      expect(first).toBe(next);
      next = last + 1n;
    }
    expect(next).toBe(hashKeyEnd);
  }
});

it('the hash is the MD5 of the key in UTF-8', () => {
  // RFC 1321, appendix A.5.
  expect(hashKeyOf('abc').toString(16)).toBe('900150983cd24fb0d6963f7d28e17f72');
});
