/** Which letters a list or redrive is about; listed-letters narrows the keys with it, read-letters the letters. */
import type { LetterSource } from './dead-letter';
import type { StoredLetter } from './stored-letter';

/** All that is given must hold. */
export interface Selection {
  readonly reason?: string | undefined;
  readonly source?: LetterSource | undefined;
  /** The table that the reading belongs to by today's tables.json. */
  readonly table?: string | undefined;
  /** Epoch milliseconds of the receipt; `toMs` is exclusive. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** The table of a topic, by today's tables.json. */
export type TableOfTopic = (topic: string) => string | undefined;

/** What the letter says, else where its topic leads. */
export function tableOfLetter({ table, topic }: StoredLetter, tableOfTopic: TableOfTopic): string | undefined {
  return table ?? (topic === undefined ? undefined : tableOfTopic(topic));
}

export function isSelected(letter: StoredLetter, { reason, source, table, fromMs = -Infinity, toMs = Infinity }: Selection, tableOfTopic: TableOfTopic): boolean {
  return (
    (reason === undefined || letter.reason === reason) &&
    (source === undefined || letter.source === source) &&
    (table === undefined || tableOfLetter(letter, tableOfTopic) === table) &&
    letter.receivedAtMs >= fromMs &&
    letter.receivedAtMs < toMs
  );
}
