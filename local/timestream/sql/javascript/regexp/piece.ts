/** A translated part of a pattern, with what must be known of it because Java and JavaScript run loops differently. */
import { unsupported } from './pattern-cursor';

export interface Piece {
  readonly source: string;
  /** Assertions match nothing and cannot be repeated in JavaScript. */
  readonly isAssertion: boolean;
  readonly canBeEmpty: boolean;
  /** The groups in it, by number. */
  readonly groups: readonly number[];
  /** The groups that took part whenever it matched. */
  readonly certain: readonly number[];
}

export const characters = (source: string): Piece => ({ source, isAssertion: false, canBeEmpty: false, groups: [], certain: [] });

export const assertion = (source: string): Piece => ({ source, isAssertion: true, canBeEmpty: true, groups: [], certain: [] });

export function sequence(pieces: readonly Piece[]): Piece {
  return {
    source: pieces.map((piece) => piece.source).join(''),
    isAssertion: false,
    canBeEmpty: pieces.every((piece) => piece.canBeEmpty),
    groups: pieces.flatMap((piece) => piece.groups),
    certain: pieces.flatMap((piece) => piece.certain),
  };
}

export function alternatives(options: readonly Piece[]): Piece {
  const [first, ...others] = options;
  return {
    source: options.map((option) => option.source).join('|'),
    isAssertion: false,
    canBeEmpty: options.some((option) => option.canBeEmpty),
    groups: options.flatMap((option) => option.groups),
    certain: (first?.certain ?? []).filter((group) => others.every((other) => other.certain.includes(group))),
  };
}

/**
 * JavaScript forgets the groups of a loop's body at every turn and takes no empty turn; Java does neither. What
 * would show the difference is refused.
 */
export function repeat(body: Piece, least: number, most: number, suffix: string): Piece {
  if (body.isAssertion) throw unsupported('A quantifier after an assertion');
  if (most > 1 && body.canBeEmpty) throw unsupported('Repeating what can be empty');
  if (least === 0 && body.canBeEmpty && body.groups.length > 0) throw unsupported('An optional group that can be empty');
  if (most > 1 && body.groups.some((group) => !body.certain.includes(group))) {
    throw unsupported('A group inside a repeated one that does not take part in every turn');
  }
  return {
    source: body.source + suffix,
    isAssertion: false,
    canBeEmpty: least === 0 || body.canBeEmpty,
    groups: body.groups,
    certain: least === 0 ? [] : body.certain,
  };
}
