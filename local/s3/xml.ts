/** Writes the XML of S3's answers. */

/** An element that is written as it is, since it was escaped when it was made. */
export class Xml {
  constructor(readonly text: string) {}
}

/** @param content text, which is escaped, or elements */
export function element(name: string, content: string | number | boolean | readonly Xml[], namespace?: string): Xml {
  const attributes = namespace === undefined ? '' : ` xmlns="${escapeText(namespace)}"`;
  const inner = typeof content === 'object' ? content.map((child) => child.text).join('') : escapeText(String(content));
  return new Xml(`<${name}${attributes}>${inner}</${name}>`);
}

export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.text}`;
}

/** Control characters have no place in XML 1.0; clients that may meet them ask for encoding-type=url. */
function escapeText(text: string): string {
  return text.replace(/[&<>"']|[^\t\n\r\u0020-\uFFFF]/g, (character) => `&#${character.codePointAt(0)};`).replaceAll('\r', '&#13;');
}
