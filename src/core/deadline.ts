/** A signal that fires when the parent does or after `ms`; its timer keeps Node alive (AbortSignal.timeout's does not). */
export interface Deadline extends Disposable {
    readonly signal: AbortSignal;
    /** True when time ran out, false when the parent was aborted or neither has happened. */
    readonly expired: boolean;
    /** Starts the time anew: how a stream says that it is still moving. */
    restart(): void;
}

/** Dispose it when the work is done, or its timer holds the process. */
export function deadline(parent: AbortSignal, ms: number, reason: () => Error): Deadline {
    const controller = new AbortController();
    let expired = false;
    const expire = () => {
        expired = true;
        controller.abort(reason());
    };
    let timer = setTimeout(expire, ms);
    const follow = () => {
        clearTimeout(timer);
        controller.abort(parent.reason);
    };
    if (parent.aborted) follow();
    else parent.addEventListener("abort", follow, { once: true });
    return {
        signal: controller.signal,
        get expired() {
            return expired;
        },
        restart() {
            if (controller.signal.aborted) return;
            clearTimeout(timer);
            timer = setTimeout(expire, ms);
        },
        [Symbol.dispose]() {
            clearTimeout(timer);
            parent.removeEventListener("abort", follow);
        },
    };
}
