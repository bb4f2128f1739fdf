/** docs/local-server.md is true: its functions are those of the function table, its operations those of the server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionReference } from './function-reference';

const file = join(__dirname, '../../docs/local-server.md');
const functionsBlock = /(<!-- functions:[^>]*-->\n)([\s\S]*?)(<!-- \/functions -->)/;

describe('docs/local-server.md', () => {
  it('lists the functions of the function table (UPDATE_DOCS=1 writes them)', () => {
    const page = readFileSync(file, 'utf8');
    const expected = page.replace(functionsBlock, `$1${functionReference().replaceAll('$', '$$$$')}\n$3`);
    if (process.env.UPDATE_DOCS === '1') writeFileSync(file, expected);
    else expect(page).toBe(expected);
  });
});
