/** Asks the service for its health over HTTP, through gateway, function and Timestream; stack does it before it says `ready`. */

/** @throws Error with the answer when it is not 200 */
export async function requireHealth(http: string): Promise<void> {
  const response = await fetch(`${http}/v1/health`);
  if (!response.ok) throw new Error(`${http}/v1/health answers ${response.status}: ${await response.text()}`);
}
