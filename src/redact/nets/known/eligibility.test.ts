import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { sampleOf } from "../../patterns/sample.ts";
import { isPublicMaterial, reachOf } from "./eligibility.ts";

const names = new Set(["alga-core", "msp"]);
const reach = (key: string, value: string) => reachOf(key, value, names);

test("random values are searched everywhere, whatever their key is called", () => {
    expect([
        reach("config", sampleOf("base62", 32, 1)),
        reach("token", sampleOf("hex", 40, 2)),
        reach("password", "Xk29!fjQpl-zz0"),
        reach("id", "4f1f0c2a-9c2a-4f66-8d34-4bd6ea9a1c11"),
    ]).toEqual(["everywhere", "everywhere", "everywhere", "everywhere"]);
});

test("what a person made up is searched as a word, a short one only beside a word such as password", () => {
    expect([
        reach("password", "hunter2hunter"),
        reach("password", "hunter2"),
        reach("pin", "4711"),
        reach("password", "4711471147"),
    ]).toEqual(["words", "context", "context", "words"]);
});

test("names, common words, addresses, numbers and public things are never searched", () => {
    const values = [
        "alga-core",
        "msp",
        "admin",
        "postgres",
        "true",
        "changeme",
        "db.msp.svc.cluster.local",
        "10.0.0.7",
        "a@b.example.com",
    ];
    expect(values.map((value) => reach("password", value)).filter((found) => found !== "never")).toEqual([]);
    expect([
        reach("port", "5432"),
        reach("host", "primary-database"),
        reach("dbname", "app_production"),
        reach("url", "https://example.com/x"),
    ]).toEqual(["never", "never", "never", "never"]);
    expect(isPublicMaterial("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")).toBe(true);
    expect(
        isPublicMaterial("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMIIB"),
    ).toBe(false);
    expect(isPublicMaterial(`ssh-ed25519 ${Buffer.alloc(51, 7).toString("base64").replace(/^..../, "AAAA")} core@host`)).toBe(
        true,
    );
});
