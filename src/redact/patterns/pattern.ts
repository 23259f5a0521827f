/** What to hide: chars [start, end) of the text. */
export interface Span {
    readonly start: number;
    readonly end: number;
    /** Put on both sides of the token where a bare JSON number gives way to it: `"`, or `\"` inside a JSON string. */
    readonly quote?: string;
}

/** What one rule found at one anchor. "more": the text broke off before it could be decided; never given when `ended`. */
export type Found = Span | readonly Span[] | "more" | undefined;

/**
 * One documented format of a secret. The engine finds the anchors of all rules in one pass and asks `match` only there, so a rule
 * costs nothing where its anchor is not.
 */
export interface PatternRule {
    /** Stable, kebab-case, appears in tokens and manifests: `github-token`. */
    readonly id: string;
    /** Literals of at least three bytes, one char each (ASCII where `anyCase`), one of which stands in or just before every secret of this format. */
    readonly anchors: readonly string[];
    /** Anchors are compared without regard to case. */
    readonly anyCase?: boolean;
    /** May begin on one line and end on another, and says "more" when it must; others are held to the line of their anchor. */
    readonly severalLines?: boolean;
    /**
     * Called with the text (one char per byte, latin1) and the index where an anchor begins. Gives the part to hide, the secret itself
     * and nothing around it. Looks left no further than the start of the line and takes time linear in what it looks at; looks past the
     * end of the line only where a secret has several lines, and says "more" when those are not there yet. `bytes` are the text's, for what
     * is asked very often: reading them is several times as fast as reading chars.
     */
    match(text: string, anchorAt: number, ended: boolean, bytes: Uint8Array): Found;
}

/** A family is one file and one line in the registry. */
export interface PatternFamily {
    readonly id: string;
    readonly title: string;
    /** The vendor's documentation, RFC or source that the formats follow. */
    readonly source: string;
    readonly rules: readonly PatternRule[];
    /** Fixtures that the contract test walks. In `hide`, what must go stands between ⟦ and ⟧; `leave` must come out unchanged. */
    readonly examples: { readonly hide: readonly string[]; readonly leave: readonly string[] };
}
