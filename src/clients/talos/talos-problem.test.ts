import { expect, test } from "vitest";
import { blamesTalosconfig, endpointProblem, hungUpProblem } from "./talos-problem.ts";

const problemOf = (code: string) => endpointProblem(Object.assign(new Error(code), { code }), "10.5.0.2:50000");

test.each([
    ["a CA that the talosconfig does not know", problemOf("SELF_SIGNED_CERT_IN_CHAIN"), true],
    ["a client certificate that is refused", problemOf("ERR_SSL_TLSV1_ALERT_UNKNOWN_CA"), true],
    ["a connection closed right after the handshake", hungUpProblem("10.5.0.2:50000", false), true],
    ["a machine whose own certificate has expired", problemOf("CERT_HAS_EXPIRED"), false],
    ["a machine that is down", problemOf("ECONNREFUSED"), false],
])("%s: whether another talosconfig would help", (_what, problem, expected) => {
    expect(blamesTalosconfig(problem)).toBe(expected);
});
