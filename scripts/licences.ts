import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of all packages that a bundle took files from, as one text. `inputs` are esbuild's, paths from `root`. Throws for a package
 * without a licence: what has none may not be handed on.
 */
export function licencesOf(root: string, inputs: readonly string[]): string {
    const packages = Map.groupBy(inputs, (input) => PACKAGE.exec(input)?.[0] ?? "");
    packages.delete("");
    return [...packages]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([folder, files]) =>
            licenceOf(
                join(root, folder),
                files.map((file) => join(root, file)),
            ),
        )
        .join(`\n${"-".repeat(80)}\n\n`);
}

/** The package's own folder, however deep it is nested. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

function licenceOf(folder: string, files: readonly string[]): string {
    const about: { name: string; version: string; license?: string } = JSON.parse(
        readFileSync(join(folder, "package.json"), "utf8"),
    );
    const written = readdirSync(folder)
        .filter((name) => LICENCE_FILE.test(name))
        .map((name) => readFileSync(join(folder, name), "utf8").trim());
    const texts = written.length > 0 ? written : notices(files);
    if (about.license === undefined || texts.length === 0) throw new Error(`${about.name} comes without a licence`);
    return `${about.name} ${about.version}, ${about.license}\n\n${texts.join("\n\n")}\n`;
}

/** Where a package has no licence file, what its files say of themselves at their top. */
function notices(files: readonly string[]): readonly string[] {
    const tops = files.map((file) => /^(?:\/\/.*\n|\s*\n)+/.exec(readFileSync(file, "utf8"))?.[0] ?? "");
    const said = tops.filter((top) => /copyright/i.test(top)).map((top) => top.replace(/^\/\/ ?/gm, "").trim());
    return [...new Set(said)];
}
