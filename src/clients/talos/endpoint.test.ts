import { expect, test } from "vitest";
import { parseEndpoint } from "./endpoint.ts";

test.each([
    ["10.5.0.2", { host: "10.5.0.2", port: 50_000, title: "10.5.0.2:50000" }],
    ["cp.example.com:6443", { host: "cp.example.com", port: 6443, title: "cp.example.com:6443" }],
    ["fd00::2", { host: "fd00::2", port: 50_000, title: "[fd00::2]:50000" }],
    ["[fd00::2]", { host: "fd00::2", port: 50_000, title: "[fd00::2]:50000" }],
    ["[fd00::2]:50001", { host: "fd00::2", port: 50_001, title: "[fd00::2]:50001" }],
    ["https://talos.example.com", { host: "talos.example.com", port: 443, title: "talos.example.com:443" }],
    ["https://talos.example.com:8443/", { host: "talos.example.com", port: 8443, title: "talos.example.com:8443" }],
])("%s", (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual({ ok: true, value: endpoint });
});

test.each(["", "http://10.5.0.2", "10.5.0.2:0", "10.5.0.2:99999", "user@host", "a b", "[10.5.0.2]", "host/path"])(
    "%j is not an endpoint",
    (text) => {
        expect(parseEndpoint(text)).toMatchObject({
            ok: false,
            problem: {
                code: "configuration",
                message: `${JSON.stringify(text)} is not a Talos endpoint such as 10.5.0.2, cp.example.com:50000 or [fd00::2]:50000`,
            },
        });
    },
);
