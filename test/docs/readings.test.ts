/** The page on readings explains every reason a reading is refused for, and no other, and all that lands in the dead-letter bucket. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterKeys } from '../../deploy/dead-letters';
import { deadLetterReasons } from '../../shared/errors';

const page = readFileSync(join(__dirname, '../../docs/readings.md'), 'utf8');

it('explains every reason, in the order of the closed list', () => {
  const [, table = ''] = page.split('## Why a reading is refused');
  expect([...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason]) => reason)).toEqual([...deadLetterReasons]);
});

it.each(Object.values(deadLetterKeys))('says what is stored under %s', (prefix) => {
  expect(page).toContain(`| \`${prefix}`);
});
