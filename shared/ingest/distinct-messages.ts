/** The messages of several letters, each once and with only the readings that letters stand for: redrive-letters ingests them. */
import type { DecodedReading } from '../readings/reading';
import type { DecodedMessage } from '../readings/received-message';
import type { DecodedLetter } from './decode-letter';

/** Tells a reading from every other, whatever letters its message is in. */
export function positionKey({ message }: DecodedMessage, { position }: DecodedReading): string {
  return JSON.stringify([message.source, position.message, position.index]);
}

/** The readings that a letter stands for. */
export function positionKeys(letter: DecodedLetter): readonly string[] {
  if (letter.kind !== 'messages') return [];
  const { messages, index } = letter;
  return messages.flatMap((decoded) =>
    decoded.readings.filter(({ position }) => index === undefined || position.index === index).map((reading) => positionKey(decoded, reading)),
  );
}

/**
 * Letters of one message hold it each: it is sent once. Readings of it that no letter stands for are written, or have letters that are
 * not in this selection; they are left out. Of several counts of attempts the highest goes on, so that none is tried without end.
 */
export function distinctMessages(letters: readonly DecodedLetter[]): readonly DecodedMessage[] {
  const wanted = new Set(letters.flatMap(positionKeys));
  const byId = new Map<string, DecodedMessage>();
  for (const decoded of letters.flatMap((letter) => (letter.kind === 'messages' ? letter.messages : []))) {
    const id = JSON.stringify([decoded.message.source, decoded.message.id]);
    const redriven = Math.max(decoded.message.redriven, byId.get(id)?.message.redriven ?? 0);
    byId.set(id, { ...decoded, message: { ...decoded.message, redriven } });
  }
  return [...byId.values()].map((decoded) => withOnly(decoded, decoded.readings.filter((reading) => wanted.has(positionKey(decoded, reading)))));
}

/** What was ignored in a message was counted when it came. */
function withOnly(decoded: DecodedMessage, readings: readonly DecodedReading[]): DecodedMessage {
  const readingsOfMessage = decoded.readings.length;
  return readings.length === readingsOfMessage ? decoded : { ...decoded, readings, readingsOfMessage, ignoredFields: 0, skippedValues: 0 };
}
