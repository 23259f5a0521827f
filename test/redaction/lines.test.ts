import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { createTextNets } from "../../src/redact/nets/create.ts";

const nets = createTextNets({
    key: new Uint8Array(32).fill(7),
    known: [],
    names: [],
    user: { keys: [], patterns: [], values: [], keep: [], hide: [] },
});
const STAMP = "2026-01-01T00:00:00.000000000Z ";
const AFTER = "last line of a log, nothing more\n";
const hidden = (text: string) => Buffer.from(nets.piece(Buffer.from(text), true).bytes).toString();
const masked = (text: string) => text.replace(/<redacted:[^>]*>/g, "§");

/** What must go stands between ⟦ and ⟧. */
const TEXTS: Readonly<Record<string, string>> = {
    "the value under its name": "password:\n  ⟦walnutharbor77⟧",
    "a list of passwords": 'passwords:\n  - ⟦YonderBeacon3300⟧\n  - "⟦Mango4217!⟧"\nport: 5432',
    "a map of passwords": "passwords:\n  alice: ⟦magnet2147⟧\n  bob: ⟦Oyster.6884⟧",
    "recovery codes": "recovery codes:\n  ⟦7h2k-p9xm-3fqz⟧\n  ⟦w4nd-8rtc-v6yb⟧",
    "JSON over lines": '"smtp": {\n  "password":\n    "⟦quartz-wigwam-1040⟧"\n}',
    "a block scalar": "password: |\n  ⟦YyfBAoJzQngrSyA9jQ9p⟧\nuser: bob",
    "env over lines": "env:\n  - name: DB_PASSWORD\n    value: ⟦meadowparsley12⟧\n  - name: DB_HOST\n    value: pg.example.com",
    "an element over lines": "<password>\n  ⟦pickle3965⟧\n</password>",
    "Hadoop's properties": "<property>\n  <name>fs.ConnectionPassword</name>\n  <value>⟦ketchup2361⟧</value>\n</property>",
    "a property list": "<key>password</key>\n<string>⟦PEN5874_walr⟧</string>",
    "Rust's pretty debug": 'Config {\n    password: Some(\n        "⟦otterlantern4⟧",\n    ),\n}',
    "PHP's var_dump": '  ["password"]=>\n  string(12) "⟦VEL9896_juni⟧"\n}',
    "a part of a form": 'Content-Disposition: form-data; name="password"\n\n⟦gazelle9514⟧\n------x--',
    "Terraform's variable": 'variable "db_password" {\n  default = "⟦78HStjexdWDxy⟧"\n}',
    "the first password of Jenkins":
        "use the following password to proceed to installation:\n\n⟦995c6dba4fc8a0ae814faf80ba596449⟧\n\n",
    "cloud-init's users": "chpasswd:\n  list: |\n    root:⟦CobaltOrchid6062⟧\n    bob:⟦COB2252_walr⟧",
    "a mail server's question": "334 UGFzc3dvcmQ6\n⟦Y2hlZXNlY2FrZS05OQ==⟧\n235 2.7.0 ok",
};
const CARRIERS: Readonly<Record<string, (text: string) => string>> = {
    plain: (text) => `${text}\n${AFTER.repeat(8)}`,
    "behind timestamps": (text) => `${STAMP}${`${text}\n${AFTER.repeat(8)}`.trimEnd().replaceAll("\n", `\n${STAMP}`)}\n`,
    "in JSON in JSON": (text) =>
        `${JSON.stringify({ log: `${JSON.stringify({ msg: text })}\n`, stream: "stdout" })}\n${AFTER.repeat(8)}`,
    "in a JSON string": (text) => `${JSON.stringify({ level: "info", msg: text })}\n${AFTER.repeat(8)}`,
};
const cases = Object.entries(TEXTS).flatMap(([name, text]) =>
    Object.entries(CARRIERS).map(([carrier, write]) => ({ name, carrier, text: write(text) })),
);

test.each(cases)("$name is hidden, $carrier", ({ text }) => {
    expect(masked(hidden(text.replace(/[⟦⟧]/g, "")))).toBe(text.replace(/⟦[^⟧]*⟧/g, "§"));
});

test.each(cases)("it comes to the same wherever the text is cut: $name, $carrier", ({ text }) => {
    const bytes = Buffer.from(text.replace(/[⟦⟧]/g, ""));
    const whole = hidden(bytes.toString());
    const cuts = Array.from({ length: Math.min(bytes.length, 240) }, (_, at) => at + 1);
    const differing = cuts.filter((at) => {
        const first = nets.piece(bytes.subarray(0, at), false);
        const second = nets.piece(Buffer.concat([first.rest, bytes.subarray(at)]), true);
        return Buffer.concat([first.bytes, second.bytes]).toString() !== whole;
    });
    expect(differing).toEqual([]);
});
