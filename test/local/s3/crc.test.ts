import { Crc32c, Crc64Nvme } from '../../../local/s3/crc';

/** The check value of a CRC's definition is that of these nine digits. */
const digits = Buffer.from('123456789');

it.each([
  ['CRC32C', Crc32c, digits, 'e3069283'],
  ['CRC32C of 32 zeros (RFC 3720 B.4)', Crc32c, Buffer.alloc(32), '8a9136aa'],
  ['CRC32C of nothing', Crc32c, Buffer.alloc(0), '00000000'],
  ['CRC64NVME', Crc64Nvme, digits, 'ae8b14860a799888'],
  ['CRC64NVME of nothing', Crc64Nvme, Buffer.alloc(0), '0000000000000000'],
])('%s has its known value, in one piece and in several', (_name, Crc, bytes, hex) => {
  const whole = new Crc();
  whole.update(bytes);
  const pieces = new Crc();
  for (const byte of bytes) pieces.update(Buffer.of(byte));
  expect([whole.finish().toString('hex'), pieces.finish().toString('hex')]).toEqual([hex, hex]);
});
