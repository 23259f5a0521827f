/** Numbers one after the other: a million of them as objects would take ten times the memory. */
export class NumberList {
    #numbers = new Int32Array(4096);
    #length = 0;

    get length(): number {
        return this.#length;
    }

    push(...numbers: readonly number[]): void {
        if (this.#length + numbers.length > this.#numbers.length) {
            const wider = new Int32Array(2 * (this.#length + numbers.length));
            wider.set(this.#numbers);
            this.#numbers = wider;
        }
        this.#numbers.set(numbers, this.#length);
        this.#length += numbers.length;
    }

    /** A copy of all, no longer than it must be. */
    numbers(): Int32Array {
        return this.#numbers.slice(0, this.#length);
    }
}
