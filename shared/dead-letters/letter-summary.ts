/** A letter as functions/redrive tells of it, in a list or whole: list-letters and show-letter answer with it. */
import { jsonObject, text } from './json-object';
import { tableOfLetter, type TableOfTopic } from './selection';
import type { LetterContent, StoredLetter } from './stored-letter';

export interface LetterSummary {
  readonly key: string;
  readonly reason: string;
  readonly detail: string;
  readonly source?: string | undefined;
  readonly topic?: string | undefined;
  /** Where its reading belongs by today's tables.json. */
  readonly table?: string | undefined;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly deadLetteredAt: string;
  readonly redriven: number;
  /** Why a redrive leaves it alone; absent when it does not. */
  readonly notRedriven?: string;
}

export function letterSummary(letter: StoredLetter, tableOfTopic: TableOfTopic): LetterSummary {
  const { object: { key }, reason, detail, source, topic, receivedAtMs, deadLetteredAtMs, redriven } = letter;
  const table = tableOfLetter(letter, tableOfTopic);
  const notRedriven = whyNotRedriven(letter);
  return {
    key, reason, detail, source, topic, table,
    receivedAt: new Date(receivedAtMs).toISOString(),
    deadLetteredAt: new Date(deadLetteredAtMs).toISOString(),
    redriven,
    ...(notRedriven === undefined ? {} : { notRedriven }),
  };
}

/** Sent again as it is, it would lose again: Timestream keeps the record it has unless a higher version comes. */
const notAgain = 'Timestream had taken the record and then kept another one; send the reading again with a higher version to make it win, or delete the letter';

/** @returns undefined when there is something to send again */
export function whyNotRedriven({ content, source }: StoredLetter): string | undefined {
  if (content.kind === 'nothing') return content.why;
  return content.kind === 'reading' && source === 'timestream' ? notAgain : undefined;
}

/** The bytes that a person wants to see: what the device sent where the letter carries it, else the object. */
export function letterBytes({ object, content }: StoredLetter): Buffer {
  const payload = payloadOf(content);
  return payload === undefined ? object.body : Buffer.from(payload, 'base64');
}

function payloadOf(content: LetterContent): string | undefined {
  if (content.kind === 'reading') return content.letter.payload;
  return content.kind === 'iot-event' ? text(jsonObject(content.event)['payload']) : undefined;
}
