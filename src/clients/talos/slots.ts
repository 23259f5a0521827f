/** So many at once, first come, first served. */
export interface Slots {
    /** Waits for a slot; disposing of it lets the next one in. Throws the signal's reason when aborted while waiting. */
    take(signal: AbortSignal): Promise<Disposable>;
}

export function slots(count: number): Slots {
    let free = count;
    const waiting: (() => void)[] = [];
    const release = () => {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
    };
    return {
        async take(signal) {
            signal.throwIfAborted();
            if (free > 0) free--;
            else await turn(waiting, signal);
            return { [Symbol.dispose]: release };
        },
    };
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        const leave = () => {
            waiting.splice(waiting.indexOf(enter), 1);
            reject(signal.reason);
        };
        const enter = () => {
            signal.removeEventListener("abort", leave);
            resolve();
        };
        signal.addEventListener("abort", leave, { once: true });
        waiting.push(enter);
    });
}
