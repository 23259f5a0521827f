/** The promise's outcome, or the signal's reason as soon as it fires; the promise itself goes on for others who wait for it. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
    // Its failure is nobody's when the signal was quicker.
    promise.catch(() => undefined);
    signal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
        return await Promise.race([promise, aborted]);
    } finally {
        signal.removeEventListener("abort", stop);
    }
}
