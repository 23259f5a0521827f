import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import type { NetSettings } from "../text-nets.ts";
import { createTextNets } from "./create.ts";

const settings = (more: Partial<NetSettings> = {}): NetSettings => ({
    key: new Uint8Array(32).fill(7),
    known: [
        { namespace: "msp", secret: "db-credentials", key: "password", value: Buffer.from("Xk29!fjQpl-zz0") },
        { namespace: "msp", secret: "db-credentials", key: "username", value: Buffer.from("postgres") },
        { namespace: "msp", secret: "copy-of-db", key: "password", value: Buffer.from("Xk29!fjQpl-zz0") },
    ],
    names: ["db-credentials", "msp"],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
    ...more,
});
const string = (text: string, more: Partial<NetSettings> = {}) => createTextNets(settings(more)).string(text).text;

test("a known value becomes the name of its Secret, the first one in order of names", () => {
    expect(string("connecting with Xk29!fjQpl-zz0 as postgres")).toBe(
        "connecting with <redacted:msp/copy-of-db/password> as postgres",
    );
});

test("a known value is found in every encoding", () => {
    const value = Buffer.from("Xk29!fjQpl-zz0");
    const forms = [
        value.toString("base64"),
        Buffer.from(`user:${value}`).toString("base64"),
        Buffer.from(`ab${value}cd`).toString("base64url"),
        value.toString("hex"),
        value.toString("hex").toUpperCase(),
        encodeURIComponent(value.toString()),
        "Xk29%21fjQpl-zz0",
        "Xk29\\!fjQpl-zz0",
    ];
    expect(
        forms.map((form) => string(`seen ${form} here`)).filter((text) => !text.includes("<redacted:msp/copy-of-db/password>")),
    ).toEqual([]);
});

test("the token of a value found by its place is that of the value", () => {
    const nets = createTextNets(settings());
    expect(nets.token("secret-data", "Xk29!fjQpl-zz0")).toBe("<redacted:msp/copy-of-db/password>");
    expect(`password=${nets.token("any", "hunter2")}`).toBe(nets.string("password=hunter2").text);
});

test("the user's keys, patterns, values and exceptions count", () => {
    const user = { keys: ["license-code"], patterns: ["ACME-[0-9]{6}"], values: ["orange-juice"], keep: ["hunter2"], hide: [] };
    expect(string("license-code: XYZ1 ACME-123456 orange-juice password=hunter2", { user })).toMatch(
        /^license-code: <redacted:secret:\w{10}> <redacted:secret:\w{10}> <redacted:user-value:\w{10}> password=hunter2$/,
    );
});

test("addresses and names are hidden alike everywhere when asked, and not otherwise", () => {
    const text = "dial 10.0.0.7:5432 from db.msp.svc.cluster.local by a@b.example.com and 10.0.0.7";
    expect(string(text)).toBe(text);
    const hidden = string(text, { user: { keys: [], patterns: [], values: [], keep: [], hide: ["ip", "hostname", "email"] } });
    expect(hidden).toMatch(
        /^dial (<redacted:ip:\w{10}>):5432 from <redacted:hostname:\w{10}> by <redacted:email:\w{10}> and \1$/,
    );
});
