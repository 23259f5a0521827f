import { expect, test } from "vitest";
import { hideAnnotations, hideValues, mayNeedScrubbing, scrubArguments, scrubEnvironment, scrubText } from "./scrub.ts";

test("of a kernel command line the arguments that carry secrets lose their value, the others stay", () => {
    const cmdline =
        'talos.platform=metal talos.config="https://a b" talos.config.oauth.client_secret=s talos.events.sink=1.2.3.4:5 talos.logging.kernel=udp://h siderolink.api=grpc://h?jointoken=t net.ifnames=0';
    expect(scrubText(cmdline)).toBe(
        "talos.platform=metal talos.config=<redacted:kernel-argument> talos.config.oauth.client_secret=<redacted:kernel-argument> talos.events.sink=<redacted:kernel-argument> talos.logging.kernel=<redacted:kernel-argument> siderolink.api=<redacted:kernel-argument> net.ifnames=0",
    );
});

test("credentials in URLs and join tokens go wherever they stand, hosts and paths stay", () => {
    expect(scrubText('fetch "https://user:pass@example.com/x?jointoken=abc&n=1" and http://example.com/@me')).toBe(
        'fetch "https://<redacted:userinfo>@example.com/x?jointoken=<redacted:join-token>&n=1" and http://example.com/@me',
    );
});

test.each([
    ["--token=abc", "--token=<redacted:argument>"],
    ["--db-password 'a b' --verbose", "--db-password <redacted:argument> --verbose"],
    ["-api-key=abc", "-api-key=<redacted:argument>"],
    ["DB_PASSWORD=x Y=1", "DB_PASSWORD=<redacted:argument> Y=1"],
    ["--token-file=/run/token --tls-private-key-file /a.key", "--token-file=/run/token --tls-private-key-file /a.key"],
    ["--token --verbose", "--token --verbose"],
    ["kube-apiserver --service-account-issuer=https://x --v=2", "kube-apiserver --service-account-issuer=https://x --v=2"],
])("the arguments %s become %s", (args, scrubbed) => {
    expect(scrubArguments(args)).toBe(scrubbed);
});

test("of an environment only what a proxy is stays", () => {
    expect(scrubEnvironment("https_proxy=http://u:p@proxy:3128")).toBe("https_proxy=http://<redacted:userinfo>@proxy:3128");
    expect(scrubEnvironment("NO_PROXY=10.0.0.0/8")).toBe("NO_PROXY=10.0.0.0/8");
    expect(scrubEnvironment("AWS_SECRET=x")).toBe("AWS_SECRET=<redacted:environment>");
    expect(scrubEnvironment("no equals sign")).toBe("<redacted:environment>");
});

test("annotations keep their keys at any depth and lose their values", () => {
    expect(hideAnnotations({ metadata: [{ annotations: { a: "x", b: { c: 1 } }, labels: { d: "y" } }] })).toEqual({
        metadata: [{ annotations: { a: "<redacted:annotation>", b: "<redacted:annotation>" }, labels: { d: "y" } }],
    });
});

test("hiding values keeps how many there were", () => {
    expect([hideValues("x")(["a", "b"]), hideValues("x")("a"), hideValues("x")(null)]).toEqual([
        ["<redacted:x>", "<redacted:x>"],
        "<redacted:x>",
        null,
    ]);
});

test.each([
    "a.".repeat(200_000),
    "--password".repeat(50_000),
    "://".repeat(200_000),
    "token=".repeat(80_000),
    "-".repeat(300_000),
])("an adversarial line is scrubbed in its turn", (line) => {
    expect(mayNeedScrubbing(line) ? scrubArguments(line).length : 1).toBeGreaterThan(0);
});
