import { expect, test } from "vitest";
import { secretNames } from "./secret-names.ts";
import { knownValues, ValuesShown } from "./values-shown.ts";

const shownValues = new ValuesShown(secretNames(["license-code"]));

const readable = (values: readonly { namespace: string; secret: string; key: string; value: Uint8Array }[]) =>
    values.map(({ namespace, secret, key, value }) => `${namespace}/${secret}/${key}=${Buffer.from(value).toString()}`);

test("a Secret shows its values, decoded", () => {
    const secret = {
        metadata: { namespace: "msp", name: "db" },
        data: { password: "aHVudGVyMg==", empty: "" },
        stringData: { plain: "correct-horse" },
    };
    expect(readable(shownValues.by(secret, { apiVersion: "v1", kind: "Secret" }))).toEqual([
        "msp/db/password=hunter2",
        "msp/db/plain=correct-horse",
    ]);
});

test("other objects show what stands under secret-like names, a user's own too, and the password of a URL alone", () => {
    const containers = [
        {
            env: [
                { name: "DB_PASSWORD", value: "hunter2" },
                { name: "DSN", value: "postgres://app:battery-staple@db/x" },
                { name: "HOST", value: "db" },
                { name: "LICENSE-CODE", value: "orange-juice" },
            ],
        },
    ];
    const page = Buffer.from(JSON.stringify({ items: [{ metadata: { namespace: "msp", name: "app" }, spec: { containers } }] }));
    const shown = shownValues.byPage(page, { apiVersion: "v1", kind: "Pod" });
    expect(shown.ok ? readable(shown.value) : shown).toEqual([
        "msp/Pod.app/DB_PASSWORD=hunter2",
        "msp/Pod.app/DSN=battery-staple",
        "msp/Pod.app/LICENSE-CODE=orange-juice",
    ]);
});

test("the order in which values were read changes nothing, and Secrets come first", () => {
    const value = Buffer.from("hunter2");
    const values = [
        { namespace: "a", secret: "Pod.app", key: "P", value },
        { namespace: "z", secret: "db", key: "password", value },
        { namespace: "b", secret: "db", key: "token", value: Buffer.from("other") },
    ];
    expect(readable(knownValues(values))).toEqual(["b/db/token=other", "z/db/password=hunter2"]);
    expect(knownValues(values.toReversed())).toEqual(knownValues(values));
});
