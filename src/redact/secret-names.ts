import { remembered } from "./remembered.ts";
import { isDoubtfulName, isSecretName } from "./secret-name.ts";

/** The names under which a value is secret in this run. Remembers its answers: keep one for many objects. */
export interface SecretNames {
    has(name: string): boolean;
    /** A secret one where its value is random text: see isDoubtfulName. */
    mayBe(name: string): boolean;
    /** Quick negative over a text: false means that no name in it is a secret one. */
    mayStandIn(text: string): boolean;
}

/** The names that are secret anyway, and the user's own (`redact.keys` of a profile), whatever their case. */
export function secretNames(userKeys: readonly string[]): SecretNames {
    const own = new Set(userKeys.map((key) => key.toLowerCase()));
    const words = [...own].filter((key) => key !== "").map((key) => RegExp.escape(key));
    const mayStand = new RegExp([...WORDS, ...words].join("|"), "i");
    return {
        has: remembered((name) => own.has(name.toLowerCase()) || isSecretName(name), MAX_NAMES),
        mayBe: remembered(isDoubtfulName, MAX_NAMES),
        mayStandIn: (text) => mayStand.test(text),
    };
}

const MAX_NAMES = 20_000;

/** One of them is in every secret name that a line of text can have. */
const WORDS = "pass pw psw secret token key cred auth dsn cookie salt bearer conn psk phrase jwt mnemonic kennwort".split(" ");
