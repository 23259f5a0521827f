/** Resolves as soon as the condition holds; rejects when what should bring it about has ended without. Looks again at every turn of the event loop. */
export async function until(condition: () => boolean, running: Promise<unknown>): Promise<void> {
    let ended = false;
    void running.then(
        () => {
            ended = true;
        },
        () => {
            ended = true;
        },
    );
    while (!condition()) {
        if (ended) throw new Error("it ended before what was waited for had happened");
        await new Promise((resolve) => setImmediate(resolve));
    }
}
