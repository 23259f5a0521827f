import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A self-signed certificate, PEM. */
export interface MadeCertificate {
    readonly certificate: string;
    readonly key: string;
}

/** `names` as OpenSSL writes them: `DNS:api.example`, `IP:127.0.0.1`. Needs openssl. */
export function makeCertificate({ names, from, until }: { names: readonly string[]; from: Date; until: Date }): MadeCertificate {
    const dir = mkdtempSync(join(tmpdir(), "casefile-certificate-"));
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
    try {
        writeFileSync(join(dir, "index.txt"), "");
        writeFileSync(join(dir, "serial"), "01\n");
        writeFileSync(join(dir, "ca.cnf"), CONFIG.replace("NAMES", names.join(",")));
        openssl(
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=made for a test",
            "-keyout",
            "key.pem",
            "-out",
            "request.pem",
        );
        const dates = ["-startdate", stamp(from), "-enddate", stamp(until)];
        openssl(
            "ca",
            "-config",
            "ca.cnf",
            "-batch",
            "-notext",
            "-selfsign",
            "-keyfile",
            "key.pem",
            "-in",
            "request.pem",
            "-out",
            "made.pem",
            "-extensions",
            "ext",
            ...dates,
        );
        return { certificate: readFileSync(join(dir, "made.pem"), "utf8"), key: readFileSync(join(dir, "key.pem"), "utf8") };
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT")
            throw new Error("this test needs openssl: apt-get install openssl");
        throw error;
    } finally {
        rmSync(dir, { recursive: true, force: true });
    }
}

const CONFIG = `[ca]
default_ca = made
[made]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
[any]
commonName = supplied
[ext]
subjectAltName = NAMES
basicConstraints = CA:TRUE
`;

/** 20260101000000Z */
function stamp(date: Date): string {
    return `${date.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
}
