import { isSecretName } from "../../secret-name.ts";
import { isStateWord } from "./harmless.ts";
import type { Place } from "./place.ts";
import type { Value } from "./read-quoted.ts";

/** `console.log('password:', password)`: the quote behind the colon is the one that opened before the name. */
export function isClosingQuote({ text, name, connector }: Place): boolean {
    const quote = text[connector.at] ?? "";
    if (text[connector.at + 1] === " " && /^["'`] (?:\+|\.|\|\|) /.test(text.slice(connector.at, connector.at + 5))) return true;
    return (
        (quote === "'" || quote === '"' || quote === "`") &&
        text[name.start - 1] === quote &&
        connector.nameQuote === undefined &&
        (connector.type === "colon" || connector.type === "equals")
    );
}

const TESTS = /^[,;]? {0,2}(?:fail|skip|error|total|of |warn)/i;
const SMALL = /^\d{1,6}$/;
const ALGORITHM_KEY = /^(?:rsa|dsa|ecdsa|eddsa|ed25519|host|public) key$/i;
/** `Username/Password: admin / x`: see commands/network.ts. */
const USER_AND = /(?:user|username|login)\/$/i;
const PAIR = /^[a-z_][a-z_.-]{2,}=[^=]/i;

/** What tells that a value is none: a size, a directory, a number of tests, the next pair or flag, the message of an unset variable. */
export function isAbout({ text, name, connector }: Place, value: Value): boolean {
    const behind = text.slice(value.end, value.end + 40);
    const word = connector.type === "word" || connector.type === "flag";
    if (/^\d+(?: bytes)?$/.test(value.text) && /^\d+ bytes|^ bytes\b/.test(value.text.includes(" ") ? value.text : behind))
        return true;
    if (/^\d{1,3}$/.test(value.text) && /(?:passwords|keys|tokens|secrets)$/i.test(name.text)) return true;
    if (SMALL.test(value.text) && /^pass(?:es|ed)?$/i.test(name.text) && TESTS.test(behind)) return true;
    if (
        text[name.start - 1] === " " &&
        /:(?:param|type) (?:\w{1,20} )?$/.test(text.slice(Math.max(0, name.start - 30), name.start))
    )
        return true;
    if (value.text.length === 6 && /^secret$/i.test(value.text) && /^ \\{0,7}["'`]/.test(behind)) return true;
    if (name.text.endsWith("PWD") && /^(?:OLD)?PWD$/.test(name.text) && /^(?:[/~]|[A-Z]:)/.test(value.text)) return true;
    if (text[name.start - 1] === "/" && USER_AND.test(text.slice(name.start - 9, name.start)) && /^ ?[/:] ?\S/.test(behind))
        return true;
    if (text.startsWith("${", name.start - 2) && /^[?+]/.test(value.text)) return true;
    if (word && (PAIR.test(value.text) || value.text.startsWith("--"))) return true;
    if (connector.type === "word" && ALGORITHM_KEY.test(name.text)) return true;
    return connector.type === "pair" && /^\d{1,5}$/.test(value.text) && !/pin|code|otp/i.test(name.text);
}

/** `:secret:x`: a part of an ARN or of another name with colons, however it goes on. */
export function isBetweenColons({ text, name }: Place): boolean {
    return text[name.start - 1] === ":" && text[name.end] === ":" && text[name.end + 1] !== " " && text[name.end + 1] !== ":";
}

/** `--password PASSWORD` of a usage text, `secret key: password` of an event, `self.password = password` of a program. */
export function isNamedAgain(value: string, name: string): boolean {
    if (name.includes(" ") && /^[a-z][a-z.-]*$/.test(value)) return true;
    if (value.includes(" ") && /^[a-z ]+$/.test(value) && value.split(/\s+/).every(isStateWord)) return true;
    if (name === "PASS" && /^[A-Z][a-z]/.test(value)) return true;
    if (endsAlike(name, value) && /^[a-z_]{3,}$/i.test(value) && name.toLowerCase().endsWith(value.toLowerCase())) return true;
    if (value.includes(".") && isMember(value, name)) return true;
    return /^[A-Z][A-Z_]*$/.test(value) && isSecretName(value);
}

/** Whether the name may end in the value, without regard to case: by the last letter. */
function endsAlike(name: string, value: string): boolean {
    return value.length <= name.length && (name.charCodeAt(name.length - 1) | 32) === (value.charCodeAt(value.length - 1) | 32);
}

/** `config.password`, as the value of `password`. */
function isMember(value: string, name: string): boolean {
    if (!/^[A-Za-z_]+(?:\.[A-Za-z_]+)+$/.test(value)) return false;
    const member = value.slice(value.lastIndexOf(".") + 1).replace(/^_+/, "");
    return member !== "" && name.replace(/^_+/, "").toLowerCase().endsWith(member.toLowerCase());
}

/** `"secretKey": "password"`: under which key a Secret has it. */
export function isKeyOfSecret(value: string, name: string): boolean {
    return /^[a-z][a-z._-]*$/.test(value) && /key$/i.test(name) && isSecretName(value);
}
