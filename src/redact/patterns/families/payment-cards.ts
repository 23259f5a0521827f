import type { PatternFamily, PatternRule } from "../pattern.ts";

const NUMBER =
    /(?:card|pan)(?:[ _-]?(?:number|num|no|pan))?[.#]?\\{0,7}["']?(?:\s?[:=]|\s(?:is|was|ending)?)?\s{0,3}\\{0,7}["']?(\d(?:[ -]?\d){12,18})(?![\w.-])/iy;
/** Visa; Mastercard; American Express; Discover; JCB; Diners Club; UnionPay. */
const ISSUERS =
    /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|3[068]\d{12}|62\d{14,17})$/;

/** `cardNumber: 4539…`: an issuer's digits with a right check digit, behind a word that says so. */
const cardNumber: PatternRule = {
    id: "card-number",
    anchors: ["card", "pan=", "pan:", 'pan"', "pan\\"],
    anyCase: true,
    match(text, at) {
        NUMBER.lastIndex = at;
        const number = NUMBER.exec(text)?.[1];
        if (number === undefined) return undefined;
        const digits = number.replace(/[ -]/g, "");
        return ISSUERS.test(digits) && hasCheckDigit(digits)
            ? { start: NUMBER.lastIndex - number.length, end: NUMBER.lastIndex }
            : undefined;
    },
};

/** Luhn's formula. */
function hasCheckDigit(digits: string): boolean {
    const sum = [...digits].reverse().reduce((total, char, at) => {
        const value = Number(char) * (at % 2 === 0 ? 1 : 2);
        return total + (value > 9 ? value - 9 : value);
    }, 0);
    return sum % 10 === 0;
}

const number = ["4539", "5787", "6362", "1486"];

export const paymentCards: PatternFamily = {
    id: "payment-cards",
    title: "Numbers of payment cards, beside a word that says so",
    source: "ISO/IEC 7812-1: issuer identification numbers and Luhn's check digit; PCI DSS 3.4",
    rules: [cardNumber],
    examples: {
        hide: [
            `{"cardNumber":"⟦${number.join("")}⟧"}`,
            `card ⟦${number.join(" ")}⟧ declined`,
            `pan=⟦${number.join("")}⟧ amount=3`,
        ],
        leave: [
            `order ${number.join("")} shipped`,
            `card_id=${number.join("")}`,
            "card 4539578763621487 declined",
            "discard 4111 rows",
            'card: "5f3a9c01d2"',
        ],
    },
};
