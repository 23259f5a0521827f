import { expect, test } from "vitest";
import { judge } from "../../../../test/diagnose/judge.ts";
import { versionSkew } from "./version-skew.ts";

const given = (kubelet: string) => ({
    objects: `apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nstatus: { nodeInfo: { kubeletVersion: ${kubelet} } }\n`,
    files: { "version.json": '{"gitVersion":"v1.34.2"}' },
});

test("A kubelet that is too old is a remark", async () => {
    expect((await judge(versionSkew, given("v1.30.1"))).says).toEqual([
        "Node n1 runs kubelet v1.30.1 against API server 1.34: 4 minor versions older",
    ]);
});

test("A kubelet within three versions is fine", async () => {
    expect((await judge(versionSkew, given("v1.31.0"))).answer).toBe("clean");
});
