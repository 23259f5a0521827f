import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "..", "rig");

/** Where the programs are. `assets`: $KUBEBUILDER_ASSETS, when etcd and kube-apiserver are there and not in the rig itself. */
export interface RigPrograms {
    readonly rig: string;
    readonly kubectl: string;
    readonly assets?: string;
}

/** The rig's programs, without building anything; undefined when they are not there yet. */
function findRig(): RigPrograms | undefined {
    const assets = kubebuilderAssets();
    const cached = cacheFolder(assets !== undefined);
    const built = [cached, join(SOURCES, "bin")].find(
        (folder) => existsSync(join(folder, "rig")) && (folder === cached || isNewer(folder)),
    );
    return built === undefined ? undefined : programsIn(built, assets);
}

/**
 * The rig's programs, built into a cache that later runs share when they are not there: about six minutes with a cold Go cache, seconds
 * with a warm one, and less with $KUBEBUILDER_ASSETS. Throws with what to install when there is no Go.
 */
export function buildRig(say: (line: string) => void): RigPrograms {
    const found = findRig();
    if (found !== undefined) return found;
    const assets = kubebuilderAssets();
    if (spawnSync("go", ["version"]).status !== 0)
        throw new Error(
            "the test rig needs Go 1.26 or newer (https://go.dev/dl, or: apt-get install golang-go), also with " +
                "$KUBEBUILDER_ASSETS, which spares most of the build (setup-envtest use 1.36)",
        );
    const target = cacheFolder(assets !== undefined);
    const unfinished = `${target}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    say(`building the test rig (${assets === undefined ? "about six minutes, once" : "with $KUBEBUILDER_ASSETS, once"}) ...`);
    try {
        const tags = assets === undefined ? [] : ["-tags=lite"];
        execFileSync(join(SOURCES, "build.sh"), tags, {
            env: { ...process.env, RIG_BIN: unfinished },
            stdio: ["ignore", "inherit", "inherit"],
        });
        if (!existsSync(target)) renameSync(unfinished, target);
    } finally {
        rmSync(unfinished, { recursive: true, force: true });
    }
    return programsIn(target, assets);
}

function programsIn(folder: string, assets: string | undefined): RigPrograms {
    return { rig: join(folder, "rig"), kubectl: join(assets ?? folder, "kubectl"), ...(assets === undefined ? {} : { assets }) };
}

function kubebuilderAssets(): string | undefined {
    const folder = process.env.KUBEBUILDER_ASSETS;
    return folder && ["etcd", "kube-apiserver", "kubectl"].every((name) => existsSync(join(folder, name))) ? folder : undefined;
}

/** One folder for each state of the sources. */
function cacheFolder(lite: boolean): string {
    const hash = createHash("sha256");
    for (const path of sources()) hash.update(path.slice(SOURCES.length)).update("\0").update(readFileSync(path)).update("\0");
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
    return join(cache, "casefile-rig", `${hash.digest("hex").slice(0, 16)}${lite ? "-lite" : ""}-${process.arch}`);
}

function sources(): string[] {
    const seed = join(SOURCES, "seed");
    const top = readdirSync(SOURCES).filter((name) => /\.go$|^go\.(mod|sum)$/.test(name));
    return [...top.map((name) => join(SOURCES, name)), ...readdirSync(seed).map((name) => join(seed, name))].sort();
}

/** What test/rig/build.sh built by hand counts while it is newer than every source. */
function isNewer(folder: string): boolean {
    const built = statSync(join(folder, "rig")).mtimeMs;
    return sources().every((path) => statSync(path).mtimeMs <= built);
}
