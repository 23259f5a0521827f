import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import type { Bundle } from "../bundle/bundle.ts";
import { fail, ok, type Result } from "../core/problem.ts";
import { type FolderFile, folderBundle } from "./folder/folder-bundle.ts";

/** A plain folder of manifests and logs, or one file of manifests (a List as JSON or YAML), opened as a Bundle. */
export const folder = {
    name: "folder",
    description: "A folder of manifests (YAML or JSON) and logs (<namespace>/<pod>/<container>.log), or one file with a List",
    /** Whether the path is one: any folder, or a .json, .yaml or .yml file. */
    async accepts(path: string): Promise<boolean> {
        const found = await stat(path).catch(() => undefined);
        return found?.isDirectory() === true || (found?.isFile() === true && /\.(json|ya?ml)$/.test(path));
    },
    /** Problems: `not-found`, `invalid` (nothing in it that could be read). */
    async open(path: string): Promise<Result<Bundle>> {
        const files = await filesBelow(path).catch(() => undefined);
        if (files === undefined) return fail("not-found", `${path}: there is no such file or folder`);
        const bundle = await folderBundle(files);
        for await (const _ref of bundle.refs()) return ok(bundle);
        for await (const _gap of bundle.gaps()) return ok(bundle);
        return fail("invalid", `${path}: no manifest and no log was found in it`, {
            hint: "see docs/reading-folders.md for what a folder may hold",
        });
    },
};

async function filesBelow(path: string): Promise<readonly FolderFile[]> {
    if ((await stat(path)).isFile()) return [{ path: basename(path), read: () => readFile(path) }];
    const found = await readdir(path, { recursive: true, withFileTypes: true });
    return found
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => ({ path: relative(path, file).split(sep).join("/"), read: () => readFile(file) }));
}
