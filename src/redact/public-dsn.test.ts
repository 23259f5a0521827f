import { expect, test } from "vitest";
import { beginsPublicDsn, isPublicDsn } from "./public-dsn.ts";

const KEY = "0123456789abcdef0123456789abcdef";

test("a DSN with a public key alone is public, one with a secret is not", () => {
    expect([
        isPublicDsn(`https://${KEY}@o1.ingest.us.sentry.io/42`),
        isPublicDsn(`https://${KEY}@sentry.example.com:9000/team/42`),
        isPublicDsn(`https://${KEY}:${KEY}@sentry.io/42`),
        isPublicDsn(`https://${KEY}@git.example.com/org/repo`),
    ]).toEqual([true, true, false, false]);
});

test("behind the scheme more may follow", () => {
    expect(beginsPublicDsn(`${KEY}@o1.ingest.sentry.io/42?x=1`)).toBe(true);
    expect(beginsPublicDsn(`${KEY}@git.example.com/42-repo`)).toBe(false);
});
