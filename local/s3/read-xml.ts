/** Reads the XML of requests: elements and text, which is all that clients send; xml writes the answers. */
import { S3Error } from './s3-error';

export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** A declaration, a tag or text, one after the other; comments, documents types and the like match none. */
const token = /<\?xml[^>]*\?>|<\/([\w.-]+)\s*>|<([\w.-]+)((?:\s+[\w.:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const reference = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));|&/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/** @throws S3Error MalformedXML */
export function readXml(document: string): XmlElement {
  const open: Open[] = [{ name: '', text: '', children: [] }];
  let end = 0;
  for (const match of document.matchAll(token)) {
    const [all, closed, opened, , selfClosing, text] = match;
    end = match.index + all.length;
    const top = open.at(-1);
    if (top === undefined) throw malformed();
    if (text !== undefined) top.text += resolveReferences(text);
    if (opened !== undefined) open.push({ name: opened, text: '', children: [] });
    if (closed !== undefined || selfClosing === '/') close(open, closed ?? opened);
  }
  const [root] = open[0]?.children ?? [];
  if (end !== document.length || open.length !== 1 || root === undefined) throw malformed();
  return root;
}

/** The text of a child, undefined when there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

export function malformed(): S3Error {
  return new S3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
}

function close(open: Open[], name: string | undefined): void {
  const element = open.pop();
  const parent = open.at(-1);
  if (element === undefined || parent === undefined || element.name !== name) throw malformed();
  parent.children.push(element);
}

function resolveReferences(text: string): string {
  return text.replace(reference, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16);
    if (!(code <= 0x10ffff)) throw malformed();
    return String.fromCodePoint(code);
  });
}
