/** Choosing between the overloads of one name by the types of the arguments. */
import type { FunctionEntry } from '../functions/function';
import { matchSignature, type ArgumentType, type Match } from '../functions/signature';

/**
 * The entry whose parameters are nearest to the arguments, the first of equals; undefined when none takes them.
 *
 * @param readsText whether text may stand for a time
 */
export function bestMatch(
  entries: readonly FunctionEntry[], args: readonly ArgumentType[], readsText: boolean,
): { readonly entry: FunctionEntry; readonly match: Match } | undefined {
  let best: { entry: FunctionEntry; match: Match } | undefined;
  for (const entry of entries) {
    const match = matchSignature(entry.signature, args, readsText);
    if (match !== undefined && (best === undefined || match.distance < best.match.distance)) best = { entry, match };
  }
  return best;
}
