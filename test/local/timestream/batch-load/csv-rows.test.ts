import { Readable } from 'node:stream';
import { csvDialectOf } from '../../../../local/timestream/batch-load/csv-dialect';
import { csvSlices, fileStart, type CsvRow, type CsvSlice, type Place } from '../../../../local/timestream/batch-load/csv-rows';

/** The parser looks at each byte. */
const longTest = process.env.TIDEGAUGE_TEST_LONG === undefined ? it.skip : it;

type Wire = Parameters<typeof csvDialectOf>[0];

/** In chunks of one byte, so that every character lies across chunks once. */
async function slicesOf(file: string | Buffer, wire: Wire = {}, from: Place = fileStart, maxRows = 1000, chunkBytes = 1): Promise<CsvSlice[]> {
  const bytes = Buffer.from(file);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  const slices: CsvSlice[] = [];
  for await (const slice of csvSlices(Readable.from(chunks), csvDialectOf(wire), from, maxRows)) slices.push(slice);
  return slices;
}

async function rowsOf(file: string | Buffer, wire: Wire = {}): Promise<CsvRow[]> {
  return (await slicesOf(file, wire)).flatMap(({ rows }) => rows);
}

const valuesOf = async (file: string, wire: Wire = {}) => (await rowsOf(file, wire)).map((row) => ('values' in row ? row.values : row));
const row = (values: string[], firstLine: number, lastLine = firstLine) => ({ values, firstLine, lastLine });

describe('rows of a CSV file', () => {
  it('know their lines, also when values hold line breaks and lines are empty', async () => {
    expect(await rowsOf('a,b\n1,"x\ny\n\nz"\n\n2,w')).toEqual([row(['a', 'b'], 1), row(['1', 'x\ny\n\nz'], 2, 5), row(['2', 'w'], 7)]);
    expect(await rowsOf('a,b\r\n1,"x\r\ny"\r\n2,w\r\n')).toEqual([row(['a', 'b'], 1), row(['1', 'x\r\ny'], 2, 3), row(['2', 'w'], 4)]);
  });

  it.each([',', '|', ';', '\t', ' '])('are separated by %j', async (ColumnSeparator) => {
    expect(await valuesOf(['1', '"a,|; \tb"', '3'].join(ColumnSeparator), { ColumnSeparator })).toEqual([['1', 'a,|; \tb', '3']]);
  });

  it('have quotes of the one kind or the other, which stand for themselves when they are written twice', async () => {
    expect(await valuesOf(`"a""b",'c'`)).toEqual([['a"b', "'c'"]]);
    expect(await valuesOf(`'a''b',"c"`, { QuoteChar: "'" })).toEqual([["a'b", '"c"']]);
  });

  it('have what follows the escape character inside quotes as it is', async () => {
    expect(await valuesOf('"a\\"b","c\\\\d","e\nf",g\\h\n', { EscapeChar: '\\', QuoteChar: '"' })).toEqual([['a"b', 'c\\d', 'e\nf', 'g\\h']]);
  });

  it('lose white space around values only when that is wanted', async () => {
    expect(await valuesOf(' a , " b" ,c', { TrimWhiteSpace: true })).toEqual([['a', ' b', 'c']]);
    expect(await valuesOf(' a ,b')).toEqual([[' a ', 'b']]);
  });

  it('that are malformed are told with all lines that cannot be trusted, and those after them are read', async () => {
    expect(await rowsOf('a,b\n1,x"y\n2,"v"w\n3,u\n4,"t"\n5,s\n')).toEqual([
      row(['a', 'b'], 1),
      // Where the quote of line 3 ends is not known before that of line 5.
      { problem: 'A quote stands inside a value that is not in quotes.', firstLine: 2, lastLine: 5 },
      row(['5', 's'], 6),
    ]);
    expect(await rowsOf('a,b\r\n1,"v"w\r\n2,u"\r\n5,s')).toEqual([
      row(['a', 'b'], 1), { problem: 'A closing quote is not followed by a column separator.', firstLine: 2, lastLine: 3 }, row(['5', 's'], 4),
    ]);
    expect(await rowsOf('a,b\n1,x\n2,"v\n3,u\n')).toEqual([row(['a', 'b'], 1), row(['1', 'x'], 2), { problem: 'A quote is not closed.', firstLine: 3, lastLine: 4 }]);
  });

  it('that are not in UTF-8 are told, and no others', async () => {
    const bytes = Buffer.concat([Buffer.from('a,é\n1,\ufffd\n2,'), Buffer.from([0xe9]), Buffer.from('\n3,ü\n')]);
    expect(await rowsOf(bytes)).toEqual([row(['a', 'é'], 1), row(['1', '\ufffd'], 2), { problem: 'The row is not in UTF-8.', firstLine: 3, lastLine: 3 }, row(['3', 'ü'], 4)]);
  });

  it('come in slices, and reading may go on after any of them', async () => {
    const file = 'a,b\n1,"x\ny"\n\n2,é\n3,z"z\n4,v\n';
    const slices = await slicesOf(file, {}, fileStart, 1);
    expect(slices.map(({ end }) => end)).toEqual([
      { byte: 4, line: 1 }, { byte: 12, line: 3 }, { byte: 18, line: 5 }, { byte: 28, line: 7 },
    ]);
    for (const [at, { end }] of slices.entries()) {
      expect(await slicesOf(file, {}, end, 1, 5)).toEqual(slices.slice(at + 1));
    }
  });
});

describe('files that are refused', () => {
  it.each([
    ['a byte order mark', Buffer.from('\ufeffa,b\n1,2\n'), 'The file begins with a byte order mark (BOM).', 1],
    ['a byte order mark of UTF-16', Buffer.from([0xff, 0xfe, 0x61, 0x00]), 'The file begins with a byte order mark (BOM).', 1],
    ['gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00]), 'The file is compressed with gzip; batch load reads plain CSV.', 1],
  ])('begin with %s', async (_what, bytes, message, line) => {
    await expect(slicesOf(bytes)).rejects.toEqual(expect.objectContaining({ message, line }));
  });

  longTest('have a row of more than 16 MB, after which nothing is read', async () => {
    const file = Buffer.concat([Buffer.from('a,b\n1,2\n3,'), Buffer.alloc(16 * 1024 * 1024 + 1, 'x'), Buffer.from('\n5,6\n')]);
    await expect(slicesOf(file, {}, fileStart, 1000, 65_536)).rejects.toEqual(expect.objectContaining({ message: expect.stringMatching('^A row has more than 16777216 bytes'), line: 3 }));
  });

  it('have text between a quote and a separator when white space is trimmed', async () => {
    await expect(slicesOf('a,b\n1,2\n3,"x" y\n5,6\n', { TrimWhiteSpace: true })).rejects.toEqual(expect.objectContaining({ message: expect.stringMatching('^A closing quote is not followed'), line: 3 }));
  });
});

describe('the dialect of files', () => {
  it.each<[Wire, string]>([
    [{ ColumnSeparator: ':' }, 'The ColumnSeparator ":" is not supported'],
    [{ QuoteChar: '`' }, 'The QuoteChar "`" is not supported'],
    [{ EscapeChar: ',' }, 'The EscapeChar "," is not supported'],
  ])('refuses %j', (wire, message) => {
    expect(() => csvDialectOf(wire)).toThrow(expect.objectContaining({ name: 'ValidationException', message: expect.stringContaining(message) }));
  });
});
