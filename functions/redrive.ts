/** Lists dead letters, shows one, and sends a selection through ingestion again; invoked by a person or by `npm run dead-letters`. */
import { readHashKey } from '../shared/config';
import { encodeCursor } from '../shared/dead-letters/cursor';
import { countLetters, listLetters } from '../shared/dead-letters/list-letters';
import { redriveRequest } from '../shared/dead-letters/redrive-request';
import { showLetter } from '../shared/dead-letters/show-letter';
import { redrive } from '../shared/ingest/redrive';
import { redriveBody, redriveCounts } from '../shared/ingest/redrive-body';
import { lambda } from '../shared/lambda';
import { tableNameOfTopic } from '../shared/readings/table-of-topic';
import { deadLetterCount } from '../shared/tables/kpi-table';
import { service as declared } from '../shared/tables/tables';
import { withHashKey } from '../shared/tables/with-hash-key';
import { writeClient } from '../shared/timestream/clients';

const service = withHashKey(declared, readHashKey(declared));
const tableOfTopic = (topic: string) => tableNameOfTopic(service, topic);

/** Enough for a hundred letters whose records Timestream throttles for a while. */
const chunkMs = 15_000;

/** docs/operations.md has the input and the answer of each action, with lines to paste. */
export const handler = lambda('redrive', async (input: unknown, invocation) => {
  const request = redriveRequest(input);
  const { now, signal, config: { deadLetterBucket: bucket } } = invocation;
  const mayGoOn = () => invocation.remainingMs() > chunkMs;
  switch (request.action) {
    case 'list': {
      const { selection, limit } = request;
      const first = { after: '', startedAtMs: now() };
      const { cursor, ...page } = await listLetters({ bucket, selection, limit, cursor: request.cursor ?? first, tableOfTopic, mayGoOn, signal });
      const totals = request.cursor === undefined ? { inBucket: await countLetters(bucket, selection, mayGoOn, signal) } : {};
      return { ...totals, ...page, ...(cursor === undefined ? {} : { cursor: encodeCursor(cursor) }) };
    }
    case 'show':
      return showLetter(bucket, request.key, tableOfTopic, signal);
    case 'redrive': {
      const redriven = await redrive(writeClient(), service, request, { ...invocation, mayGoOn, tableOfTopic });
      const counts = redriveCounts(redriven, deadLetterCount);
      for (const [name, by] of counts) invocation.kpis.add(name, by);
      return redriveBody(redriven, request.dryRun, counts);
    }
  }
});
