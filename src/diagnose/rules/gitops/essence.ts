const LONGEST = 300;

/**
 * What a controller's message says beside the names that stand in the sentence anyway: without the release and chart, on one line, and of a
 * long one its beginning and its end, where the deepest error stands.
 */
export function essence(message: string): string {
    const said = message
        .replace(/\s+/g, " ")
        .replace(/^Helm (?:install|upgrade|rollback|uninstall|test) failed for release \S+(?: with chart \S+)?: /, "")
        .replace(/unable to build kubernetes objects from release manifest: /, "")
        .replace(/\d+ errors? occurred: (?:\* )?/g, "")
        .trim();
    return said.length <= LONGEST ? said : `${said.slice(0, LONGEST / 2)} … ${said.slice(-LONGEST / 2)}`;
}
