/** Refuses numbers that JSON has no form for: they would be sent as null, and a measurement be lost without a word; message-buffer asks. */

/**
 * @param path of the value in the reading, such as `gps.speed` or `samples.2`
 * @throws RangeError for NaN and the infinities, at whatever depth
 */
export function refuseNotFinite(value: unknown, path = ''): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${path} is ${value}: JSON has only finite numbers, and the reading was not taken`);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) refuseNotFinite(inner, path === '' ? name : `${path}.${name}`);
}
