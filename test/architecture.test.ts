import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

// Bottom first. A floor may import itself and what is below it; serve, viewer, operator and demo stand side by side.
const FLOORS = ["core", "spec", "clients", "sources", "plan", "redact", "bundle", "readers", "diagnose", "deliver", "app"];
const SIDE_BY_SIDE = ["serve", "viewer", "operator", "demo"];
const src = join(import.meta.dirname, "../src");

type Imports = ReadonlyMap<string, readonly string[]>;

function importsOf(root: string): Imports {
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
        (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
    );
    return new Map(
        files.map((file) => [
            file,
            [...specifiers(readFileSync(join(root, file), "utf8"))].map((path) =>
                relative(root, join(root, dirname(file), path)),
            ),
        ]),
    );
}

function* specifiers(text: string): Generator<string> {
    for (const [, path] of text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;"]*?["'](\.[^"']+)["']/g)) if (path) yield path;
    for (const [, path] of text.matchAll(/\bimport\(\s*["'](\.[^"']+)["']\s*\)/g)) if (path) yield path;
}

function height(file: string): number {
    const floor = file.split("/")[0] ?? "";
    if (SIDE_BY_SIDE.includes(floor)) return FLOORS.length;
    return floor === "cli" ? FLOORS.length + 1 : FLOORS.indexOf(floor);
}

function upward(imports: Imports): string[] {
    return [...imports].flatMap(([file, targets]) =>
        targets
            .filter(
                (target) =>
                    height(target) > height(file) ||
                    (height(target) === height(file) && target.split("/")[0] !== file.split("/")[0]),
            )
            .map((target) => `${file} imports ${target}`),
    );
}

function cycles(imports: Imports): string[] {
    const found: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
        if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
        if (path.includes(file) || done.has(file)) return;
        for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
        done.add(file);
    };
    for (const file of imports.keys()) visit(file, []);
    return found;
}

test("every source file stands on a floor", () => {
    expect([...importsOf(src).keys()].filter((file) => height(file) < 0)).toEqual([]);
});

test("imports point downwards", () => {
    expect(upward(importsOf(src))).toEqual([]);
});

test("no file imports itself by way of others", () => {
    expect(cycles(importsOf(src))).toEqual([]);
});

test("an upward import and a cycle would be seen", () => {
    const bad: Imports = new Map([
        ["core/a.ts", ["bundle/b.ts"]],
        ["bundle/b.ts", ["core/a.ts"]],
        ["serve/s.ts", ["viewer/v.ts"]],
    ]);
    expect(upward(bad)).toEqual(["core/a.ts imports bundle/b.ts", "serve/s.ts imports viewer/v.ts"]);
    expect(cycles(bad)).toEqual(["core/a.ts → bundle/b.ts → core/a.ts"]);
});

test("only the command line prints, reads the environment or exits", () => {
    const offenders = [...importsOf(src).keys()]
        .filter((file) => !file.startsWith("cli/"))
        .filter((file) => touchesProcess(readFileSync(join(src, file), "utf8")));
    expect(offenders).toEqual([]);
    expect(touchesProcess("/** `console.log` */ const a = process.env.HOME;")).toBe(true);
    expect(touchesProcess('/** `process.env.X` */ const source = "console.example.com"; // console.log(1)')).toBe(false);
});

/** In what is no comment and no text. */
function touchesProcess(source: string): boolean {
    const code = source.replace(/\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|(?<!:)\/\/.*/g, "");
    return /\bconsole\.|process\.(env|exit|stdout|stderr|argv)\b/.test(code);
}

test("only the renderer makes the brand without which nothing is written", () => {
    const offenders = [...importsOf(src).keys()].filter((file) =>
        /\bas (unknown as )?Redacted|as (unknown as )?Brand\b/.test(readFileSync(join(src, file), "utf8")),
    );
    expect(offenders).toEqual(["redact/render.ts"].filter((file) => offenders.includes(file)));
});
