/** Stops a program in order on the first signal and at once on the second; `npm start` and `npm run timestream` end through it. */

/** SIGHUP comes when the terminal is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** 128 + SIGINT, what shells expect of an interrupted program. */
const interruptedStatus = 130;

/** One Ctrl-C arrives several times: from the terminal, and again from npm and tsx, which pass it on. */
const sameSignalMs = 500;

/** @param fail ends the program when it cannot be stopped in order */
export function stopOnSignals(stop: () => Promise<void>, fail: (cause: unknown) => void): void {
  let stoppingSince: number | undefined;
  const onSignal = (): void => {
    if (stoppingSince !== undefined && Date.now() - stoppingSince < sameSignalMs) return;
    if (stoppingSince !== undefined) process.exit(interruptedStatus);
    stoppingSince = Date.now();
    // A terminal that is gone cannot be written to, and that is no reason to stop halfway.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
    stop().then(() => process.exit(0), fail);
  };
  for (const signal of signals) process.on(signal, onSignal);
}
