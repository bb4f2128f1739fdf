/** A Java character class `[...]` -> a JavaScript one (flag v). */
import { characterSource, codePoint, otherCase, readEscape, type Characters } from './escape';
import { PatternError, unsupported, type PatternCursor } from './pattern-cursor';

/** Reads on after the opening bracket. */
export function readClass(cursor: PatternCursor, ignoresCase: boolean): string {
  return cursor.nested(() => {
    const isNegated = cursor.accept('^');
    let source = '';
    let isPlain = true;
    // A closing bracket that comes first is a character like others.
    while (source === '' || cursor.peek() !== ']') {
      if (cursor.ended) throw new PatternError('Unclosed character class');
      if (cursor.peek(2) === '&&') {
        source = `[${source}]&&${readRightSide(cursor, source, ignoresCase)}`;
        isPlain = false;
        break;
      }
      if (cursor.accept('[')) {
        source += readClass(cursor, ignoresCase);
        isPlain = false;
      } else {
        source += readItem(cursor, ignoresCase);
      }
    }
    cursor.expect(']', 'Unclosed character class');
    // Versions of Java disagree on what is negated.
    if (isNegated && !isPlain) throw unsupported('A class inside a negated one');
    return `[${isNegated ? '^' : ''}${source}]`;
  });
}

/** Only `[left&&[right]]`: Java reads other forms in ways of its own. */
function readRightSide(cursor: PatternCursor, left: string, ignoresCase: boolean): string {
  const isPlain = left !== '' && cursor.accept('&&[');
  const right = isPlain ? readClass(cursor, ignoresCase) : '';
  if (!isPlain || cursor.peek() !== ']') throw unsupported('An intersection of another form than [a&&[b]]');
  return right;
}

function readItem(cursor: PatternCursor, ignoresCase: boolean): string {
  const first = readCharacters(cursor, ignoresCase);
  if ('source' in first) return first.source;
  const isRange = cursor.peek() === '-' && !['-]', '-['].includes(cursor.peek(2));
  if (!isRange) return withCases(first.character, first.character, ignoresCase);
  cursor.take();
  if (cursor.peek(2) === '&&') throw unsupported('A range that ends at &&');
  const last = readCharacters(cursor, ignoresCase);
  if ('source' in last || codePoint(last.character) < codePoint(first.character)) throw new PatternError('Illegal character range');
  return withCases(first.character, last.character, ignoresCase);
}

function readCharacters(cursor: PatternCursor, ignoresCase: boolean): Characters {
  const character = cursor.take();
  return character === '\\' ? readEscape(cursor, ignoresCase) : { character };
}

function range(first: string, last: string): string {
  return first === last ? characterSource(first) : `${characterSource(first)}-${characterSource(last)}`;
}

/** The range, and when case is ignored its ASCII letters in the other case. */
function withCases(first: string, last: string, ignoresCase: boolean): string {
  const others = (ignoresCase ? ['az', 'AZ'] : []).flatMap(([from = '', to = '']) => {
    const [low, high] = [first > from ? first : from, last < to ? last : to];
    const [lowOther, highOther] = [otherCase(low), otherCase(high)];
    return low <= high && lowOther !== undefined && highOther !== undefined ? [range(lowOther, highOther)] : [];
  });
  return [range(first, last), ...others].join('');
}
