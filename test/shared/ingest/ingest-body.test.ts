/** What a client is told of its readings. */
import { ingestBody } from '../../../shared/ingest/ingest-body';
import { asOneDelivery } from '../../../shared/ingest/outcome';
import { resultOf } from './outcomes';

it('counts the readings and says of each what became of it', () => {
  expect(ingestBody('T', resultOf('w', 'js', 'r'), 'all')).toEqual({
    table: 'T',
    written: 1,
    superseded: 1,
    deadLettered: 1,
    retried: 1,
    meteredKib: 2,
    readings: [
      { index: 0, outcome: 'written' },
      { index: 1, outcome: 'dead-lettered', reason: 'not-json', detail: 'no JSON', deadLetter: 'reason=not-json/...' },
      { index: 1, outcome: 'superseded' },
      // What it met is for the log.
      { index: 2, outcome: 'retried' },
    ],
  });
});

it('leaves out the written ones, if that is asked for', () => {
  const { written, readings } = ingestBody('T', resultOf('w', 's', 'w'), 'not-written');
  expect([written, readings]).toEqual([2, [{ index: 1, outcome: 'superseded' }]]);
});

it('counts everything as retried when one reading of a request must come again, since all of them come', () => {
  expect(asOneDelivery(resultOf('w', 'j', 'r')).readings.map(({ messageIndex }) => messageIndex)).toEqual([0, 0, 0]);
});
