import { expect, test } from "vitest";
import { hintParts, nextStep } from "./hint.ts";

const parts = (hint: string) => hintParts(hint).map(({ type, text }) => `${type}: ${text}`);

test("Commands are set apart from the words around them", () => {
    expect(
        parts("kubectl -n msp edit configmap web: correct config.json, then kubectl -n msp rollout restart deployment web"),
    ).toEqual([
        "command: kubectl -n msp edit configmap web",
        "words: : correct config.json, then ",
        "command: kubectl -n msp rollout restart deployment web",
    ]);
});

test("What stands in quotes belongs to the command", () => {
    const patch = `kubectl -n msp patch cronjob x -p '{"spec":{"suspend":false, "a": 1}}'`;
    expect(parts(`${patch}; or delete it`)).toEqual([`command: ${patch}`, "words: ; or delete it"]);
    expect(parts("kubectl get --raw '/readyz?verbose'")).toEqual(["command: kubectl get --raw '/readyz?verbose'"]);
});

test("A pipe, several names and a hint without any command", () => {
    expect(parts("kubectl describe nodes | grep -A8 'Allocated resources'; add a node")).toEqual([
        "command: kubectl describe nodes | grep -A8 'Allocated resources'",
        "words: ; add a node",
    ]);
    expect(parts("kubectl get deployments,daemonsets -A")).toEqual(["command: kubectl get deployments,daemonsets -A"]);
    expect(parts("look at etcd and the network; the kubectl-proxy is none")).toEqual([
        "words: look at etcd and the network; the kubectl-proxy is none",
    ]);
});

test("The page shows commands as code, and words without the sign that led over to them", () => {
    expect(nextStep("kubectl get pv; bring <it> back")?.text).toBe(
        '<p class="next"><span class="label">Next</span> <span class="step"><code class="command">kubectl get pv</code><span>bring &lt;it&gt; back</span></span></p>',
    );
    expect(nextStep("")).toBeUndefined();
});
