/** What to hide: bytes [start, end) of the text. `says` overrides the token's name, such as a scheme that was recognised. */
export interface Span {
    readonly start: number;
    readonly end: number;
}

/**
 * One documented format of a secret. The engine finds the anchors of all rules in one pass and asks `match` only there, so a rule
 * costs nothing where its anchor is not.
 */
export interface PatternRule {
    /** Stable, kebab-case, appears in tokens and manifests: `github-pat`. */
    readonly id: string;
    /**
     * Literals, ASCII, at least three characters, one of which stands in or just before every secret of this format. Compared without
     * regard to case when `anyCase` is set. Shorter or absent anchors do not exist: they would be tried everywhere.
     */
    readonly anchors: readonly string[];
    readonly anyCase?: boolean;
    /**
     * Called with the text (one char per byte, latin1) and the index where an anchor begins. Gives the part to hide, the secret itself
     * and nothing around it, or undefined. Looks at no more than `reach` chars either side of the anchor and takes linear time.
     */
    match(text: string, anchorAt: number): Span | undefined;
    /** How far from its anchor a match may reach, in chars; 4096 when absent. Longer matches (PEM blocks) say so. */
    readonly reach?: number;
}

/** A family is one file and one line in the registry. */
export interface PatternFamily {
    readonly id: string;
    readonly title: string;
    /** The vendor's documentation, RFC or source that the formats follow. */
    readonly source: string;
    readonly rules: readonly PatternRule[];
    /**
     * Fixtures that the contract test walks. In `hide`, what must go stands between ⟦ and ⟧ (assembled with joins where a code host's
     * own scanner would object); `leave` must come out unchanged.
     */
    readonly examples: { readonly hide: readonly string[]; readonly leave: readonly string[] };
}
