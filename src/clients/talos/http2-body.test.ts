import { once } from "node:events";
import { type ClientHttp2Stream, connect, createServer, type ServerHttp2Stream } from "node:http2";
import { setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { http2Body } from "./http2-body.ts";

/** Asks a server on loopback that answers with `answer`, and gives the open stream to `use`. */
async function asking(
    answer: (stream: ServerHttp2Stream) => void,
    use: (stream: ClientHttp2Stream) => Promise<void>,
): Promise<void> {
    const server = createServer().on("stream", (stream) => {
        stream.on("error", () => undefined);
        answer(stream);
    });
    server.on("session", (session) => session.on("error", () => undefined));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const session = connect(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
    session.on("error", () => undefined);
    const stream = session.request({ ":path": "/" });
    stream.on("error", () => undefined);
    await once(stream, "response");
    await use(stream);
    session.destroy();
    server.close();
}

async function read(stream: ClientHttp2Stream): Promise<string> {
    let text = "";
    for await (const chunk of http2Body(stream)) text += Buffer.from(chunk).toString();
    return text;
}

test("an answer that had wholly come before the first read is read to its end", async () => {
    await asking(
        (stream) => stream.end("all of it"),
        async (stream) => {
            while (!stream.closed) await tick();
            expect(await read(stream)).toBe("all of it");
        },
    );
});

test("an answer that comes in pieces is read as they come, and an empty one ends at once", async () => {
    await asking(
        async (stream) => {
            stream.write("one ");
            await tick();
            stream.end("two");
        },
        async (stream) => expect(await read(stream)).toBe("one two"),
    );
    await asking(
        (stream) => stream.respond({ ":status": 200 }, { endStream: true }),
        async (stream) => expect(await read(stream)).toBe(""),
    );
});

test("a connection that breaks in the middle gives what came, then its error", async () => {
    await asking(
        (stream) => stream.write("half"),
        async (stream) => {
            const body = http2Body(stream);
            expect(Buffer.from((await body.next()).value ?? []).toString()).toBe("half");
            const rest = body.next();
            stream.session?.destroy(new Error("the machine is gone"));
            await expect(rest).rejects.toThrow("the machine is gone");
        },
    );
});

test("a stream that was destroyed without an error is no end", async () => {
    await asking(
        (stream) => stream.write("half"),
        async (stream) => {
            const body = http2Body(stream);
            await body.next();
            stream.destroy();
            await expect(body.next()).rejects.toThrow("the connection was closed in the middle of the answer");
        },
    );
});
