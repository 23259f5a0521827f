import { expect, test } from "vitest";
import { proxyFor } from "./proxy-for.ts";

test.each([
    ["https://api.example:6443", {}, undefined],
    ["https://api.example:6443", { HTTPS_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
    ["https://api.example:6443", { https_proxy: "proxy:3128" }, "http://proxy:3128"],
    ["http://api.example", { HTTPS_PROXY: "http://proxy:3128" }, undefined],
    ["http://api.example", { HTTP_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
    ["https://127.0.0.1:6443", { HTTPS_PROXY: "http://proxy:3128" }, undefined],
    ["https://[::1]:6443", { HTTPS_PROXY: "http://proxy:3128" }, undefined],
    ["https://api.example:6443", { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "a, example" }, undefined],
    ["https://example:6443", { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: ".example" }, "http://proxy:3128"],
    ["https://api.example:6443", { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "api.example:443" }, "http://proxy:3128"],
    ["https://10.1.2.3:6443", { HTTPS_PROXY: "http://proxy:3128", no_proxy: "10.0.0.0/8" }, undefined],
    ["https://11.1.2.3:6443", { HTTPS_PROXY: "http://proxy:3128", no_proxy: "10.0.0.0/8" }, "http://proxy:3128"],
    ["https://api.example", { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "*" }, undefined],
])("%s with %j goes through %s", (server, environment, proxy) => {
    expect(proxyFor(server, undefined, environment)).toBe(proxy);
});

test("The kubeconfig's own proxy wins over the environment", () => {
    expect(proxyFor("https://api.example", "socks5://here:1080", { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "*" })).toBe(
        "socks5://here:1080",
    );
});
