/** Closing in reverse order, whatever fails on the way. */
import { Closers } from '../../../local/start/closers';

describe('closing', () => {
  it('goes in the reverse order of starting, one after the other', async () => {
    const closed: string[] = [];
    const closers = new Closers();
    closers.add(() => { closed.push('first'); });
    closers.add(async () => {
      await Promise.resolve();
      closed.push('second');
    });
    await closers.close();
    await closers.close();
    expect(closed).toEqual(['second', 'first']);
  });

  it('is over for everybody who asks only when it is over', async () => {
    const closed: string[] = [];
    const closers = new Closers();
    closers.add(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      closed.push('slow');
    });
    const first = closers.close();
    await closers.close();
    expect(closed).toEqual(['slow']);
    await first;
  });

  it('closes the rest when one fails, and tells the failure', async () => {
    const closed: string[] = [];
    const closers = new Closers();
    closers.add(() => { closed.push('first'); });
    closers.add(() => Promise.reject(new Error('stuck')));
    await expect(closers.close()).rejects.toThrow('stuck');
    expect(closed).toEqual(['first']);
  });
});
