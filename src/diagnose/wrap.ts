/** The text in lines of at most `width` columns, broken at spaces; the first begins with `indent`, the others with `hanging`. A longer word stays whole. */
export function wrapped(text: string, width: number, indent: string, hanging: string = indent): string[] {
    const lines: string[] = [];
    let line = indent;
    let empty = true;
    for (const word of text.split(/\s+/).filter((each) => each !== "")) {
        if (!empty && line.length + 1 + word.length > width) {
            lines.push(line);
            line = hanging;
            empty = true;
        }
        line += empty ? word : ` ${word}`;
        empty = false;
    }
    return empty ? lines : [...lines, line];
}
