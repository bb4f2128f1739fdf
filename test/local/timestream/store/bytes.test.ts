import { ByteReader, ByteWriter } from '../../../../local/timestream/store/bytes';

/** What a writer begins with. */
const firstBytes = 64 * 1024;

describe('a byte writer', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('grows when what is written has %d bytes too little room', (missing) => {
    const numbers = [
      { bytes: 1, write: (writer: ByteWriter) => writer.uint8(7), read: (reader: ByteReader) => reader.uint8() },
      { bytes: 4, write: (writer: ByteWriter) => writer.uint32(7), read: (reader: ByteReader) => reader.uint32() },
      { bytes: 8, write: (writer: ByteWriter) => writer.int64(7n), read: (reader: ByteReader) => Number(reader.int64()) },
      { bytes: 8, write: (writer: ByteWriter) => writer.double(7), read: (reader: ByteReader) => reader.double() },
    ];
    for (const { bytes, write, read } of numbers.filter((number) => number.bytes >= missing)) {
      const writer = new ByteWriter();
      for (let at = 0; at < firstBytes - bytes + missing; at += 1) writer.uint8(0);
      write(writer);
      expect(read(new ByteReader(writer.take().subarray(-bytes)))).toBe(7);
    }
  });
});
