/** Opaque texts that clients hand back: iterators and next tokens; get-shard-iterator, get-records and list-shards make and read them. */

export function packToken(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}

/** @returns undefined for what packToken did not make */
export function unpackToken(token: string): readonly string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : undefined;
  } catch {
    return undefined;
  }
}
