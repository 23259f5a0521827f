import { load } from "js-yaml";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { PlacedSuspicion } from "../../src/app/verification.ts";
import { verify } from "../../src/app/verify.ts";
import { collected, type Opened, requestFor } from "../collect/collected.ts";
import { type PlantedCluster, plantedCluster, unpacked } from "./planted-cluster.ts";
import { Search } from "./search.ts";

// The one way to an archive without nets: another module in the place of the renderer's.
vi.mock("../../src/redact/render.ts", async () => ({
    createRenderer: (await import("./naked-renderer.ts")).nakedRenderer,
}));

let planted: PlantedCluster;
let archive: Opened;
let suspicions: readonly PlacedSuspicion[];

beforeAll(async () => {
    planted = await plantedCluster();
    archive = await collected(requestFor(planted.rig.kubeconfig));
    const connection = { kubeconfig: planted.rig.kubeconfig, environment: {} };
    const request = { path: archive.collected.path, keep: [], now: () => new Date(), against: { connection, namespaces: [] } };
    const verified = await verify(request, () => {}, new AbortController().signal);
    if (!verified.ok) throw new Error(verified.problem.message);
    suspicions = verified.value.suspicions;
});

afterAll(async () => {
    await archive?.[Symbol.asyncDispose]();
    await planted?.rig.stop();
});

test("verify finds each secret of an archive that was made without nets, in its place", () => {
    const search = new Search(planted.canaries);
    const there = new Set<string>();
    const missed: string[] = [];
    for (const [path, bytes] of unpacked(archive.collected.path)) {
        const told = suspicions.filter((one) => one.path === `bundle/${path}` && one.certainty === "leak");
        const seen = new Set(told.flatMap((one) => [...search.in(Buffer.from(placeOf(one, bytes)))]));
        for (const place of search.in(bytes)) {
            there.add(place);
            if (!seen.has(place) && !LISTS.has(path)) missed.push(`${place}: ${path}`);
        }
    }
    expect(planted.canaries.map(({ place }) => place).filter((place) => !there.has(place))).toEqual([]);
    expect(missed).toEqual([]);
});

/** They name the archive's files once more. */
const LISTS: ReadonlySet<string> = new Set(["manifest.json", ".casefile-index"]);

/** A private key is told at its first line. */
const KEY_LINES = 7;

/** What a suspicion points at: the line it names, with what follows it where a value has several, and the value at its pointer. */
function placeOf({ line, pointer }: PlacedSuspicion, bytes: Buffer): string {
    const lines = bytes.toString("latin1").split("\n");
    const near = line === undefined ? "" : lines.slice(line - 1, line + KEY_LINES).join("\n");
    return pointer === undefined ? near : `${near}\n${JSON.stringify(valueAt(load(bytes.toString("utf8")), pointer))}`;
}

function valueAt(document: unknown, pointer: string): unknown {
    const names = pointer
        .split("/")
        .slice(1)
        .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    return names.reduce<unknown>(
        (value, name) => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined),
        document,
    );
}
