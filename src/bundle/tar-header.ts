/** One member of a tar as its header tells it. */
export interface TarHeader {
    readonly path: string;
    /** Of the content, bytes. */
    readonly size: number;
    /** POSIX type flag: "0" a file, "5" a directory, "1" and "2" links, "x" and "g" pax records, "L" a GNU long name. */
    readonly type: string;
    /** Seconds since 1970. */
    readonly mtime: number;
    /** Permission bits. */
    readonly mode: number;
    /** What a link of either kind points at; else "". */
    readonly target: string;
}

/** Tar counts in blocks of so many bytes. */
export const TAR_BLOCK = 512;

/** The largest size that eleven octal digits hold: 8 GiB - 1. */
const MAX_OCTAL = 8 ** 11 - 1;

/** Zero bytes that follow content of this size up to the next block. */
export function paddingOf(size: number): number {
    return (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
}

/**
 * The header blocks of a file: one ustar block, and before it a pax extended header where the path is longer than 100 bytes or not
 * ASCII, or the size is above 8 GiB. The same arguments give the same bytes. Source: POSIX.1-2024, pax, "pax Interchange Format".
 */
export function encodeTarHeader(path: string, size: number, mtime: number): Uint8Array {
    return encodeTarMember({ path, size, mtime, type: "0", mode: 0o644, target: "" });
}

/** As encodeTarHeader, of any member: files, folders ("5", whose path ends in a slash) and symbolic links ("2"). */
export function encodeTarMember(header: TarHeader): Uint8Array {
    const { path, size, mtime, target } = header;
    const records: string[] = [];
    if (isLong(path)) records.push(paxRecord("path", path));
    if (isLong(target)) records.push(paxRecord("linkpath", target));
    if (size > MAX_OCTAL) records.push(paxRecord("size", String(size)));
    if (records.length === 0) return ustar(header);
    const body = Buffer.from(records.join(""));
    const padding = Buffer.alloc(paddingOf(body.length));
    const extended = { path: "PaxHeader", size: body.length, mtime, type: "x", mode: 0o644, target: "" };
    return Buffer.concat([
        ustar(extended),
        body,
        padding,
        ustar({ ...header, path: plainName(path), target: plainName(target) }),
    ]);
}

function isLong(name: string): boolean {
    return Buffer.byteLength(name) > 100 || /[^\x20-\x7e]/.test(name);
}

/** For readers that know no extended headers. */
function plainName(name: string): string {
    return name.replace(/[^\x20-\x7e]/g, "_").slice(0, 100);
}

/** Reads one header block; undefined when its checksum is wrong. A size in GNU's base-256 form is understood. */
export function decodeTarHeader(block: Uint8Array): TarHeader | undefined {
    const bytes = Buffer.from(block.buffer, block.byteOffset, TAR_BLOCK);
    if (readNumber(bytes.subarray(148, 156)) !== checksum(bytes)) return undefined;
    const size = readNumber(bytes.subarray(124, 136));
    if (size === undefined) return undefined;
    const prefix = bytes.toString("latin1", 257, 262) === "ustar" && bytes[263] === 0x30 ? text(bytes.subarray(345, 500)) : "";
    const name = text(bytes.subarray(0, 100));
    const type = bytes[156] === 0 ? "0" : String.fromCharCode(bytes[156] ?? 0x30);
    return {
        path: prefix === "" ? name : `${prefix}/${name}`,
        size,
        type,
        mtime: readNumber(bytes.subarray(136, 148)) ?? 0,
        mode: (readNumber(bytes.subarray(100, 108)) ?? 0o644) & 0o7777,
        target: text(bytes.subarray(157, 257)),
    };
}

/** The records of a pax extended header; undefined when they are not what POSIX says. */
export function decodePax(body: Uint8Array): ReadonlyMap<string, string> | undefined {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const records = new Map<string, string>();
    for (let at = 0; at < bytes.length; ) {
        const space = bytes.indexOf(0x20, at);
        const length = space < 0 ? Number.NaN : Number(bytes.toString("latin1", at, space));
        const equals = bytes.indexOf(0x3d, space);
        const end = at + length;
        if (!Number.isInteger(length) || equals < 0 || equals >= end || end > bytes.length || bytes[end - 1] !== 0x0a)
            return undefined;
        records.set(bytes.toString("utf8", space + 1, equals), bytes.toString("utf8", equals + 1, end - 1));
        at = end;
    }
    return records;
}

function ustar({ path, size, mtime, type, mode, target }: TarHeader): Buffer {
    const block = Buffer.alloc(TAR_BLOCK);
    block.write(path, 0, 100, "latin1");
    const owners = "0000000\0".repeat(2);
    block.write(`${mode.toString(8).padStart(7, "0")}\0${owners}`, 100, "latin1");
    if (size <= MAX_OCTAL) block.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
    else writeBase256(block.subarray(124, 136), size);
    block.write(`${Math.floor(Math.max(0, mtime)).toString(8).padStart(11, "0")}\0`, 136, "latin1");
    block.write(`${type}`, 156, "latin1");
    block.write(target, 157, 100, "latin1");
    block.write("ustar\x0000", 257, "latin1");
    block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    return block;
}

function paxRecord(key: string, value: string): string {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + String(rest).length;
    length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
}

function writeBase256(field: Uint8Array, value: number): void {
    let rest = value;
    for (let at = field.length - 1; at > 0; at--) {
        field[at] = rest % 256;
        rest = Math.floor(rest / 256);
    }
    field[0] = 0x80;
}

function readNumber(field: Uint8Array): number | undefined {
    if (((field[0] ?? 0) & 0x80) !== 0) {
        const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, (field[0] ?? 0) & 0x7f);
        return Number.isSafeInteger(value) ? value : undefined;
    }
    const digits = text(field).trim();
    return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : undefined;
}

function text(field: Uint8Array): string {
    const end = field.indexOf(0);
    return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString("utf8");
}

/** The sum of all bytes with the checksum's own field read as spaces. */
function checksum(block: Uint8Array): number {
    let sum = 8 * 0x20;
    for (let at = 0; at < TAR_BLOCK; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0;
    return sum;
}
