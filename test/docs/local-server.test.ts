/** docs/local-server.md is true: its functions are those of the function table, its operations those of the server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOperation, operationNames } from '../../local/timestream/operations';
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

  it('says of every operation whether the server has it', () => {
    const rows = section('## Operations').split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|'));
    const [supported, refused] = [1, 2].map((column) => rows.map((row) => row[column]).join(' '));
    const missing = operationNames.filter((name) => !isNamed(name, (isSupported(name) ? supported : refused) ?? ''));
    expect(missing).toEqual([]);
  });

  it('names every construct that only --extensions allows', () => {
    const refusals = readFileSync(join(__dirname, '../fixtures/sql/queries/undocumented.json'), 'utf8');
    const constructs = Array.from(refusals.matchAll(/: (?:An? )?([A-Za-z ]+?) (?:inside a function |as a query )?is not in the service's documents/g), ([, name = '']) => name);
    const page = section('**Extensions.**').toLowerCase();
    expect(constructs.length).toBeGreaterThan(15);
    expect(constructs.filter((name) => !page.includes(name.toLowerCase()))).toEqual([]);
  });
});

/** The page from here to the next heading. */
function section(beginning: string): string {
  const page = readFileSync(file, 'utf8');
  const start = page.indexOf(beginning);
  const next = page.slice(start + 1).search(/\n#+ /);
  return page.slice(start, start + 1 + next);
}

function isSupported(name: string): boolean {
  try {
    findOperation(name);
    return true;
  } catch {
    return false;
  }
}

/** The scheduled-query operations stand for each other. */
function isNamed(name: string, text: string): boolean {
  return text.includes(name) || (name.includes('Scheduled') && text.includes('the other scheduled-query operations'));
}
