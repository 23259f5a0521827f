import { ok, type Problem, ProblemError, type Result } from "../core/problem.ts";
import { createFileRedactor } from "../redact/file-redactor.ts";
import { knownValues } from "../redact/values-shown.ts";
import type { RedactSpec } from "../spec/collect-spec.ts";
import { type AgainstCluster, type KnownOfCluster, knownOfCluster } from "./known-of-cluster.ts";
import { firstLook } from "./redact/first-look.ts";
import { type OpenedInput, openInput, type RedactInput } from "./redact/input.ts";
import type { OutMember, OutMembers } from "./redact/out-member.ts";
import { checkOutput, type OutputKind, outputKind, type RedactOutput, writeOutput } from "./redact/output.ts";
import { redactMembers } from "./redact/redact-members.ts";
import { REPORT_NAME, type RedactionReport, Report } from "./redact/redaction-report.ts";

/** What to redact, and how. */
export interface RedactRequest {
    readonly input: RedactInput;
    readonly output: RedactOutput;
    readonly user: RedactSpec;
    /** Also hide the values of a cluster's Secrets. */
    readonly against?: AgainstCluster;
    readonly binary: "leave-out" | "search";
    readonly workers: number;
    /** Of this run, random: see NetSettings. */
    readonly key: Uint8Array;
    /** Where redacted bytes may wait; made when needed and without a name. */
    readonly temporaryPath: string;
    readonly now: () => Date;
}

/** Told now and then. */
export type Redactings = (files: number, bytes: number) => void;

/**
 * The redaction of this program over an archive, a folder or a file made by anything; the layout stays. Reads the input twice: what it
 * shows to be secret is known before the first byte is written. Fails with `configuration` before anything is written, with `damaged` for a
 * hostile input and `withheld` when the one file there is cannot be looked into; then nothing is left.
 */
export async function redactPath(
    request: RedactRequest,
    progress: Redactings,
    signal: AbortSignal,
): Promise<Result<RedactionReport>> {
    const { input, output, now } = request;
    const checked =
        output.type === "path" ? await checkOutput(input.type === "path" ? input.path : undefined, output) : ok(undefined);
    if (!checked.ok) return checked;
    const opened = await openInput(input, now());
    if (!opened.ok) return opened;
    const cluster = request.against === undefined ? ok(undefined) : await knownOfCluster(request.against, now, signal);
    if (!cluster.ok) return cluster;
    try {
        return ok(await redactOpened({ request, opened: opened.value, cluster: cluster.value }, progress, signal));
    } catch (error) {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        throw error;
    }
}

interface Ready {
    readonly request: RedactRequest;
    readonly opened: OpenedInput;
    readonly cluster: KnownOfCluster | undefined;
}

async function redactOpened(
    { request, opened, cluster }: Ready,
    progress: Redactings,
    signal: AbortSignal,
): Promise<RedactionReport> {
    const { user, key, workers, binary, temporaryPath, output } = request;
    const looking = createFileRedactor({ key, known: [], names: [], user }, workers);
    const shown = opened.again
        ? await firstLook(opened.members(), looking, signal).finally(() => looking.close())
        : { known: [], names: [] };
    const known = knownValues([...(cluster?.known ?? []), ...shown.known]);
    const names = [...new Set([...(cluster?.names ?? []), ...shown.names])];
    const redactor = createFileRedactor({ key, known, names, user }, workers);
    const report = new Report();
    const nets = netsOf(known.length, cluster, opened.again);
    try {
        const run = { redactor, report, binary, temporaryPath, signal };
        const kind = outputKind(output, opened.container);
        const members = withReport(redactMembers(opened.members(), run), { report, nets, kind, now: request.now(), progress });
        await writeOutput(members, kind, output);
        return report.done(nets);
    } finally {
        await redactor.close();
    }
}

interface Reporting {
    readonly report: Report;
    readonly nets: readonly string[];
    readonly kind: OutputKind;
    readonly now: Date;
    readonly progress: Redactings;
}

/** The members and then the report, in the one top folder where there is one. A single file has none, and has to be there. */
async function* withReport(members: OutMembers, { report, nets, kind, now, progress }: Reporting): AsyncGenerator<OutMember> {
    const single = kind === "file" || kind === "gz";
    const tops = new Set<string>();
    let below = true;
    for await (const member of members) {
        if (member.path.split("/").at(-1) === REPORT_NAME && member.path.split("/").length <= 2) continue;
        if (tops.size < 2) tops.add(member.path.split("/")[0] ?? "");
        below &&= member.type === "folder" || member.path.includes("/");
        yield member;
        report.bytes += member.size;
        progress(report.files, report.bytes);
    }
    const done = report.done(nets);
    if (single) {
        const [first] = done.withheld;
        if (first !== undefined) throw new ProblemError(notWritten(first));
        return;
    }
    const [top = ""] = tops;
    const bytes = Buffer.from(`${JSON.stringify(done, undefined, 2)}\n`);
    yield {
        path: tops.size === 1 && below && kind !== "folder" ? `${top}/${REPORT_NAME}` : REPORT_NAME,
        type: "file",
        mode: 0o644,
        modifiedAt: now,
        target: "",
        size: bytes.length,
        chunks: only(bytes),
    };
}

function notWritten({ path, because }: RedactionReport["withheld"][number]): Problem {
    return { code: "withheld", message: `${path} was not written: ${because}` };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    yield bytes;
}

function netsOf(known: number, cluster: KnownOfCluster | undefined, again: boolean): string[] {
    const partly = cluster?.problem === undefined ? "" : `, of which not all Secrets could be read: ${cluster.problem.message}`;
    const from = cluster === undefined ? "found in the input itself" : `of the input and of ${cluster.server}${partly}`;
    const once = "stdin is too large to be read twice, so what it shows to be secret was not searched elsewhere in it";
    return ["structure", `known values: ${again || cluster !== undefined ? `${known} ${from}` : once}`, "patterns"];
}
