import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser that speaks to nobody by itself. Who starts it closes it. Without a Chromium the test fails and says how to get one. */
export async function launchChromium(): Promise<Browser> {
    const executablePath = PLACES.find((place) => existsSync(place));
    if (executablePath === undefined)
        throw new Error("there is no Chromium: apt-get install -y --no-install-recommends chromium (make system does it)");
    return chromium.launch({
        executablePath,
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}
