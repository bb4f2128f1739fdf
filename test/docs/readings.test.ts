/** The page on readings explains every reason a reading is refused for, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterReasons } from '../../shared/errors';

it('explains every reason, in the order of the closed list', () => {
  const page = readFileSync(join(__dirname, '../../docs/readings.md'), 'utf8');
  const [, table = ''] = page.split('## Why a reading is refused');
  expect([...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason]) => reason)).toEqual([...deadLetterReasons]);
});
