/** A function of a string that remembers its answers, `max` of them at most. */
export function remembered<T>(ask: (text: string) => T, max: number): (text: string) => T {
    const answers = new Map<string, T>();
    return (text) => {
        const known = answers.get(text);
        if (known !== undefined) return known;
        const answer = ask(text);
        if (answers.size >= max) answers.clear();
        answers.set(text, answer);
        return answer;
    };
}
