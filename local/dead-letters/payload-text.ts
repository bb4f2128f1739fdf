/** Bytes of a refused message for a terminal: as text when they are text, else as a hex dump; dead-letters prints it. */

const bytesPerLine = 16;

/** Control characters (but for line ends and tabs) would steer the terminal that shows them. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Text stays as it is; anything else becomes lines of offset, hex and printable ASCII. */
export function payloadText(payload: Buffer): string {
  return textOf(payload) ?? hexDump(payload);
}

function textOf(payload: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    return unprintable.test(text.replace(/[\r\n\t]/g, '')) ? undefined : text;
  } catch {
    // Not UTF-8.
    return undefined;
  }
}

function hexDump(payload: Buffer): string {
  const lines = Array.from({ length: Math.ceil(payload.length / bytesPerLine) }, (_, line) => {
    const bytes = payload.subarray(line * bytesPerLine, (line + 1) * bytesPerLine);
    const hex = bytes.toString('hex').replace(/../g, '$& ').padEnd(bytesPerLine * 3);
    return `${(line * bytesPerLine).toString(16).padStart(6, '0')}  ${hex} ${bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.')}`;
  });
  return lines.join('\n');
}
