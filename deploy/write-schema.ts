/** `npm run schema`: writes tables.schema.json, which editors read, from the schema that parse-tables checks with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tablesJsonSchema } from '../shared/tables/json-schema';

writeFileSync(join(__dirname, '../tables.schema.json'), `${JSON.stringify(tablesJsonSchema(), null, 2)}\n`);
