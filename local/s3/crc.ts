/** The cyclic redundancy checks that Node lacks: CRC32C and CRC64NVME, as today's clients send them; upload-digests computes with them. */

/** Castagnoli's, reflected: https://www.rfc-editor.org/rfc/rfc3720#section-12.1 */
const crc32cPolynomial = 0x82f63b78;

/** What a byte adds. */
const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ crc32cPolynomial : value >>> 1;
  return value;
});

export class Crc32c {
  #value = 0xffffffff;

  update(chunk: Uint8Array): void {
    let value = this.#value;
    for (const byte of chunk) value = (crc32cTable[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
    this.#value = value;
  }

  finish(): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(~this.#value >>> 0);
    return bytes;
  }
}

/** Reflected, https://nvmexpress.org/specification/nvm-command-set-specification/ (NVM Command Set, 64b CRC) */
const crc64Polynomial = 0x9a6c9329ac4bc9b5n;

/** 64 bits as halves, since bigint is slow. */
const crc64Table = (() => {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ crc64Polynomial : value >> 1n;
    high[byte] = Number(value >> 32n);
    low[byte] = Number(value & 0xffffffffn);
  }
  return { high, low };
})();

export class Crc64Nvme {
  #high = 0xffffffff;
  #low = 0xffffffff;

  update(chunk: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    for (const byte of chunk) {
      const index = (low ^ byte) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (crc64Table.low[index] ?? 0);
      high = (high >>> 8) ^ (crc64Table.high[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
  }

  finish(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(~this.#high >>> 0);
    bytes.writeUInt32BE(~this.#low >>> 0, 4);
    return bytes;
  }
}
