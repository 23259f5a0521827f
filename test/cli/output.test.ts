import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { casefile, temporaryFolder } from "../collect/command.ts";
import { sharedRig } from "../harness/shared-rig.ts";

let collect: readonly string[];

beforeAll(async () => {
    const rig = await sharedRig();
    collect = ["collect", "--kubeconfig", rig.kubeconfig, "-n", "default", "--include", "ConfigMap"];
});

const ESCAPE = "\u001b";

test("stdout carries the archive's path and nothing else; piped, nothing is coloured or drawn", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "a.tar.gz");
    const { code, stdout, stderr } = await casefile([...collect, "-o", path]).done;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${path}\n` });
    expect(stderr).toMatch(/^collected \d+ items, /m);
    expect(stderr).not.toContain(ESCAPE);
});

test("-n twice means both namespaces, and a glob that matches nothing is told", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "a.tar.gz");
    const rig = await sharedRig();
    const namespaces = [await rig.namespace("one"), await rig.namespace("two")];
    for (const namespace of namespaces)
        await rig.apply(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: ${namespace}}\n`);
    const within = namespaces.flatMap((namespace) => ["-n", namespace]);
    const { stderr } = await casefile([...collect.slice(0, 3), ...within, "--include", "cm", "--include", "Nonsense", "-o", path])
        .done;
    expect(stderr).toMatch(/^note: --include Nonsense matches nothing: there is no such kind or namespace in\s+this cluster$/m);
    const { stdout } = await casefile(["ls", path, "**/settings.yaml"]).done;
    expect(stdout).toBe(
        namespaces.map((namespace) => `management-cluster/resources/ConfigMap/${namespace}/settings.yaml\n`).join(""),
    );
});

test("an archive unpacks into a folder of its own name", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "ticket 4711.tar.gz");
    await casefile([...collect, "-q", "-o", path]).done;
    const tops = execFileSync("tar", ["tzf", path], { encoding: "utf8" })
        .split("\n")
        .flatMap((line) => line.split("/")[0] || []);
    expect(new Set(tops)).toEqual(new Set(["ticket 4711"]));
});

test("-q says nothing but the result", async () => {
    using folder = temporaryFolder();
    const { stderr } = await casefile([...collect, "-q", "-o", folder.path]).done;
    expect(stderr).toBe("");
});

test("-v says what came of each task", async () => {
    using folder = temporaryFolder();
    const { stderr } = await casefile([...collect, "-v", "-o", folder.path]).done;
    expect(stderr).toMatch(/^present {2}server version$/m);
    expect(stderr).toMatch(/^(present|absent ) {2}ConfigMap \(v1\) default$/m);
});

test("--log-format json makes every line of stderr a JSON object", async () => {
    using folder = temporaryFolder();
    const { stderr } = await casefile([...collect, "--log-format", "json", "-o", folder.path]).done;
    const lines = stderr.trim().split("\n");
    expect(lines.map((line) => typeof JSON.parse(line).message)).toEqual(lines.map(() => "string"));
});

test("--strict exits with 3 when anything could not be had", async () => {
    using folder = temporaryFolder();
    const profile = join(folder.path, "profile.yaml");
    writeFileSync(
        profile,
        "apiVersion: casefile.dev/v1\nkind: Profile\nmetadata: {name: x}\nspec: {fromManagement: {resources: [{group: none.example.com, version: v1, kind: Nonsense}]}}\n",
    );
    const { code } = await casefile([...collect.slice(0, 3), "-f", profile, "--strict", "-q", "-o", folder.path]).done;
    expect(code).toBe(3);
});

test("on a terminal of 80 columns no line is longer, and NO_COLOR leaves no colour", () => {
    using folder = temporaryFolder();
    const main = join(import.meta.dirname, "../../src/cli/main.ts");
    const words = [process.execPath, main, ...collect, "-o", folder.path].map((word) => `'${word}'`).join(" ");
    const shown = execFileSync("script", ["-qefc", `stty cols 80; NO_COLOR=1 TERM=xterm ${words}`, "/dev/null"], {
        encoding: "utf8",
        env: { PATH: process.env.PATH, HOME: "/nonexistent" },
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
    const lines = shown.split(/\r?\n|\r/).map((line) => line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, ""));
    const path = lines.find((line) => line.startsWith(folder.path));
    expect(lines.filter((line) => line.length > 80 && line !== path)).toEqual([]);
    expect(shown).not.toMatch(new RegExp(`${ESCAPE}\\[[0-9;]*m`));
});

test.each<[string, readonly string[], number, RegExp]>([
    ["an unknown command", ["colect"], 2, /unknown command 'colect'\n\(Did you mean collect\?\)/],
    [
        "a duration that is none",
        ["collect", "--timeout", "soon"],
        2,
        /--timeout: "soon" is not a duration such as 90s, 10m or 2h/,
    ],
    ["a size that is none", ["collect", "--max-bytes", "big"], 2, /--max-bytes: "big" is not a quantity such as 10Mi/],
    ["an output without a name", ["collect", "-o", ""], 2, /-o: the name is empty/],
    ["an unknown profile", ["collect", "--profile", "nope"], 2, /Allowed choices are appliance, default/],
    ["an unknown profile to show", ["profile", "show", "nope"], 2, /Allowed choices are appliance, default/],
    ["a misspelt flag below a command", ["profile", "list", "--quit"], 2, /Did you mean --quiet\?/],
    ["a profile that is not there", ["collect", "-f", "/nope.yaml"], 2, /-f \/nope\.yaml: no such file/],
    ["an archive that is not there", ["diagnose", "/nope"], 2, /\/nope is nothing that can be read/],
    ["a file that is no archive", ["ls", "/etc/passwd"], 1, /it is not a gzip file/],
    ["an unknown rule", ["explain", "nope"], 2, /there is no rule nope/],
])("%s is told in words, with the exit code for it", async (_what, args, expected, words) => {
    const { code, stdout, stderr } = await casefile(args).done;
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
});

test("the demo ends with the verdict that names the planted fault", async () => {
    using folder = temporaryFolder();
    const { code, stdout } = await casefile(["demo", "-o", folder.path]).done;
    expect(code).toBe(0);
    expect(stdout).toMatch(/BROKEN in the kubernetes layer: ConfigMap\s+local-path-storage\/local-path-config/);
});

test("ls, cat and logs read an archive in place", async () => {
    using folder = temporaryFolder();
    const archive = join(folder.path, "a.tar.gz");
    await casefile(["demo", "-q", "-o", archive]).done;
    expect((await casefile(["ls", archive, "**/StorageClass/*"]).done).stdout).toBe(
        "management-cluster/resources/StorageClass/local-path.yaml\n",
    );
    expect((await casefile(["cat", archive, "management-cluster/resources/StorageClass/local-path.yaml"]).done).stdout).toMatch(
        /^apiVersion: storage\.k8s\.io\/v1\nkind: StorageClass\n/,
    );
    expect((await casefile(["logs", archive, "local-path-storage/local-path-provisioner", "--previous"]).done).stdout).toContain(
        "fail to load config file",
    );
});
