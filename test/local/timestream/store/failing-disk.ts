/** Lets file handles fail as a disk does, for tests of the log. */
import { open } from 'node:fs/promises';

export type HandleMethod = 'write' | 'datasync' | 'truncate';

/** Every handle fails at the method until `restore` is called. */
export async function failAt(method: HandleMethod, code: string): Promise<jest.SpyInstance> {
  const probe = await open('/dev/null');
  // The class is not exported.
  const handles = Object.getPrototypeOf(probe) as Record<HandleMethod, (...args: unknown[]) => Promise<unknown>>;
  await probe.close();
  const real = handles[method];
  return jest.spyOn(handles, method).mockImplementation(async function (this: unknown, ...args: unknown[]) {
    // As a disk that fills up in the middle of a write.
    if (method === 'write') await real.call(this, args[0], args[1], Math.floor(Number(args[2]) / 2), args[3]);
    throw Object.assign(new Error(`${code}: failed, ${method}`), { code });
  });
}
