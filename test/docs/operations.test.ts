/** docs/operations.md is true: every input on the page is one that the function takes, and every reason is spoken of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../../local/dead-letters/arguments';
import { redriveRequest } from '../../shared/dead-letters/redrive-request';
import { foreignReasons } from '../../shared/dead-letters/stored-letter';
import { deadLetterReasons } from '../../shared/errors';

const page = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');

const inputs = [...page.matchAll(/^redrive '(.*)'$/gm)].map(([, input = '']) => input);
const commands = [...page.matchAll(/^npm run dead-letters( -- [^#\n]*)?/gm)].map(([, args = '']) => args.replace(' -- ', '').trim());

it('has lines for every action', () => {
  expect(new Set(inputs.map((input) => redriveRequest(JSON.parse(input)).action))).toEqual(new Set(['list', 'show', 'redrive']));
});

it.each(commands)('shows flags that are known: %s', (command) => {
  expect(() => readArguments(command.split(' ').filter((part) => part !== ''))).not.toThrow();
});

it('says what to do about every reason', () => {
  const [, table = ''] = page.split('## 2. ');
  expect([...deadLetterReasons, ...foreignReasons].filter((reason) => !table.includes(`\`${reason}\``))).toEqual([]);
});
