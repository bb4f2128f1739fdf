/** What an unknown failure says, for lines to people; errors of another realm are no instances of this one's Error. */

export function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}
