import { load } from "js-yaml";
import { expect, test } from "vitest";
import { Counter } from "../counts.ts";
import type { JsonObject } from "../json.ts";
import { secretNames } from "../secret-names.ts";
import { Structure } from "./structure.ts";

/** Net one alone: what it hides becomes §. */
function redacted(yaml: string): JsonObject {
    const structure = new Structure({
        nets: { token: () => "<redacted:x>", string: (text) => ({ text, counts: {} }) },
        fingerprint: () => "000000000000",
        names: secretNames([]),
        keep: new Set(),
    });
    const object = load(yaml) as JsonObject;
    structure.redact(object, { apiVersion: "example.io/v1", kind: "Example" }, new Counter());
    return JSON.parse(JSON.stringify(object).replaceAll("<redacted:x>", "§"));
}

test.each([
    [
        "flags of the command that stands apart from its arguments",
        "{command: [mysql], args: [-phunter2x, -u, root]}",
        { command: ["mysql"], args: ["-p§", "-u", "root"] },
    ],
    [
        "flags behind which a user comes first",
        "{command: [smbclient, -U, bob%hunter2x, //nas/share]}",
        { command: ["smbclient", "-U", "bob%§", "//nas/share"] },
    ],
    [
        "no ports",
        "{command: [docker, run, --name, mysql, '-p3306:3306']}",
        { command: ["docker", "run", "--name", "mysql", "-p3306:3306"] },
    ],
    ["a key beside its certificate", "{ca: {crt: LS0tLS1C, key: 2WS/smLmk+17WH5jn}}", { ca: { crt: "LS0tLS1C", key: "§" } }],
    [
        "a credential by its type",
        "{credentials: [{type: password, value: Iguana294}]}",
        { credentials: [{ type: "password", value: "§" }] },
    ],
    ["a community of SNMP", "{snmp: {community: rkdtsxrdnpr, version: 2c}}", { snmp: { community: "§", version: "2c" } }],
    ["a doubtful name with a random value", "{authSecret: aB3dE5fG7hJ9kL1mN3pQ}", { authSecret: "§" }],
    ["no doubtful name with the name of a Secret", "{authSecret: shop/basic-auth}", { authSecret: "shop/basic-auth" }],
    ["the users of PgBouncer", `{userlist.txt: "\\"app\\" \\"hunter2x\\"\\n"}`, { "userlist.txt": '"app" "§"\n' }],
])("hides %s", (_, yaml, expected) => {
    expect(redacted(yaml)).toEqual(expected);
});
