import { createHash } from "node:crypto";

/** A secret that stands in one place of the cluster and nowhere else. */
export interface Canary {
    readonly place: string;
    readonly value: string;
    /** Parts of it that stand in every spelling of it, decoded: one of them in the archive is a leak. */
    readonly parts: readonly string[];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Hands out secrets by a seed: the same in every run, no two alike. */
export class Canaries {
    readonly all: Canary[] = [];
    #drawn = 0;

    /** 24 letters and digits. */
    word(place: string): string {
        return this.#add(place, this.#random(LETTERS, 24));
    }

    /** As people's password rules have it: with everything that formats escape. */
    password(place: string): string {
        const [first, second] = [this.#random(LETTERS, 12), this.#random(LETTERS, 12)];
        this.all.push({ place, value: `${first}"\\&<%'$ +${second}`, parts: [first, second] });
        return `${first}"\\&<%'$ +${second}`;
    }

    number(place: string): string {
        return this.#add(place, `7${this.#random("123456789", 13)}`);
    }

    /** Lower-case letters and digits, as names of objects are. */
    name(place: string): string {
        return this.#add(place, `k${this.#random(LETTERS.slice(26), 27)}`);
    }

    hex(place: string, length: number): string {
        return this.#add(place, this.#random("0123456789abcdef", length));
    }

    /** A private key in its armour; its body is random, since nobody checks it. */
    pem(place: string, type = "RSA PRIVATE KEY"): string {
        const lines = Array.from({ length: 6 }, () => this.#random(LETTERS, 64));
        this.all.push({ place, value: lines.join("\n"), parts: lines.map((line) => line.slice(4, 40)) });
        return `-----BEGIN ${type}-----\n${lines.join("\n")}\n-----END ${type}-----\n`;
    }

    /** A random text of this alphabet inside a format: the format is no part of the secret. */
    in(place: string, format: (random: (length: number, letters?: string) => string) => string): string {
        const drawn: string[] = [];
        const text = format((length, letters = LETTERS) => {
            const part = this.#random(letters, length);
            drawn.push(part);
            return part;
        });
        this.all.push({ place, value: text, parts: drawn.filter((part) => part.length >= 12).map((part) => part.slice(0, 24)) });
        return text;
    }

    #add(place: string, value: string): string {
        this.all.push({ place, value, parts: [value] });
        return value;
    }

    #random(letters: string, length: number): string {
        let text = "";
        while (text.length < length) {
            const bytes = createHash("sha256")
                .update(`canary ${this.#drawn++}`)
                .digest();
            for (const byte of bytes) if (byte < 256 - (256 % letters.length)) text += letters[byte % letters.length];
        }
        return text.slice(0, length);
    }
}

export const base64 = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
