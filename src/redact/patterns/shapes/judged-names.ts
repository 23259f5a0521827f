import { Buffer } from "node:buffer";
import { isDoubtfulName, isSecretName } from "../../secret-name.ts";

/** What a name by itself says about a value that follows it. */
export interface JudgedName {
    /** It names a secret. */
    readonly isSecret: boolean;
    /** Values under it are hidden whatever they look like; under other secret names only what looks like a secret. */
    readonly isStrong: boolean;
    /** Its values are secrets only where they are random: see isDoubtfulName. */
    readonly isDoubtful: boolean;
    /** Its values are a person's digits: `otp`, `recovery-code`. */
    readonly isCode: boolean;
    /** Its values are words: `passphrase`, `mnemonic`. */
    readonly isPhrase: boolean;
}

const STRONG =
    /(?:access|auth|refresh|bearer|api|private|deploy|session|security|bot|github|gitlab|slack|vault|oauth|csrf|registration|join|bootstrap|admin|npm|personal)[-_. ]?token$|pass(?:w|p|c|$|[\d_.-])|pwd|psw|kennwort|(?:api|secret|private|access|account|shared|master|encryption|signing)[-_. ]?(?:access[-_. ]?)?keys?|psk$|mnemonic|phrase|(?:client|shared|user|admin|root|jwt|hmac|app|consumer|webhook|signing|session)[-_. ]?secret|recovery|backup[-_. ]?code|[-_. ]pin$|(?:^|[-_. ])pw$|[a-z]P[Ww]$|security[-_. ]?answers?$/i;

/**
 * Headers have rules of their own (families/authorization.ts, cookies.ts); an id names a key, `--password-stdin` a place,
 * `password-hashes.ts` a file of a program.
 */
const NOT_HERE =
    /(?:authorization|cookies?|key[-_. ]?ids?|[-_](?:stdin|cmd|command|helper|env|script)|\.(?:[cm]?[jt]sx?|go|py|rb|rs|java|kt|cpp|cs|php|md|html?|css|snap))$/i;

const CODES =
    /^(?:t?otp|pin|(?:user|card|so|hsm)[-_ ]?pin|pin[-_ ]?code|.*(?:verification|security|recovery|backup|auth|login|2fa|mfa|one[-_ ]?time|factor|pairing|device|user|invite|access|your)[-_ ]?(?:pass)?codes?)$/i;

const MAX_REMEMBERED = 20_000;

/** Judges names, each once: logs say the same few thousand over and over. */
export class JudgedNames {
    readonly #keys: ReadonlySet<string>;
    readonly #judged = new Map<string, JudgedName>();

    /** `keys`: names that the user calls secret, in lower case. */
    constructor(keys: ReadonlySet<string>) {
        this.#keys = keys;
    }

    of(name: string): JudgedName {
        const known = this.#judged.get(name);
        if (known !== undefined) return known;
        const judged = this.#judge(name);
        if (this.#judged.size >= MAX_REMEMBERED) this.#judged.clear();
        this.#judged.set(alone(name), judged);
        return judged;
    }

    #judge(name: string): JudgedName {
        const isUsers = this.#keys.has(name.toLowerCase());
        const isCode = CODES.test(name);
        const isSure = isUsers || isCode || isSecretName(name);
        const isDoubtful = !isSure && isDoubtfulName(name);
        return {
            isSecret: (isSure || isDoubtful) && !NOT_HERE.test(name),
            isDoubtful,
            isStrong: isUsers || isStrong(name),
            isCode,
            isPhrase: /phrase|mnemonic|seed/i.test(name),
        };
    }
}

/** Two words are less sure than one: `API keys: 3 active`. */
function isStrong(name: string): boolean {
    return STRONG.test(name) && (!name.includes(" ") || /pass|phrase|mnemonic|recovery|pin/i.test(name));
}

/** A copy: V8's slices hold the whole text that they are cut from. */
function alone(name: string): string {
    return Buffer.from(name, "latin1").toString("latin1");
}
