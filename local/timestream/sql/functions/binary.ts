/** Functions of bytes that the guide's examples use, though its lists of functions leave them out. */
import { scalarFunction } from './function';

export const binary = [
  scalarFunction('xxhash64(varbinary) -> varbinary', (x) => `timestream_xxhash64(${x.sql})`),
  scalarFunction('from_big_endian_64(varbinary) -> bigint', (x) => `timestream_from_big_endian_64(${x.sql})`),
  scalarFunction('to_base64(varbinary) -> varchar', (x) => `to_base64(${x.sql})`),
];
