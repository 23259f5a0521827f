import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../test/browser/chromium.ts";
import { reportCase, TROUBLED } from "../../../test/diagnose/report-case.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { reportHtml } from "./report-html.ts";
import type { ReportSummary } from "./summary/summary.ts";

let browser: Browser;
let plain: BrowserContext;
let folder: string;
let troubled: { diagnosis: Diagnosis; summary: ReportSummary };

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "casefile-report-"));
    [browser, troubled] = await Promise.all([launchChromium(), reportCase(TROUBLED)]);
    plain = await browser.newContext();
});

afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
});

/** Opens the page from a file, as a person does, and hands over what the browser complained of and asked for. */
async function open(
    html: string,
    options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
    const file = join(folder, "report.html");
    writeFileSync(file, html);
    const context = Object.keys(options).length === 0 ? plain : await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => {
        complaints.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
    });
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, asked: asked.filter((url) => url !== pathToFileURL(file).href && url !== "data:,") };
}

const page = () => reportHtml(troubled.diagnosis, troubled.summary);

test("Opened from a file it asks nothing of any network, and its own policy lets all of it in", async () => {
    const opened = await open(page());
    await opened.page.getByRole("button", { name: "Open all" }).click();
    await opened.page.locator(".point").first().hover({ force: true });
    expect(opened.complaints).toEqual([]);
    expect(opened.asked).toEqual([]);
    expect(await opened.page.evaluate(() => getComputedStyle(document.querySelector("h1") ?? document.body).fontWeight)).toBe(
        "600",
    );
});

test("A script that got into the page after all would not run", async () => {
    const opened = await open(
        page().replace("</main>", "<script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\"></main>"),
    );
    expect(await opened.page.title()).not.toBe("run");
    expect(opened.complaints.filter((each) => each.includes("Content Security Policy")).length).toBeGreaterThan(1);
});

test("Names that are markup are shown as they are and do nothing", async () => {
    const hostile = `<img src=x onerror="alert(1)"></title></style></script><script>alert(2)</script>\u202e" onmouseover=alert(3) '`;
    const evil = JSON.parse(JSON.stringify(troubled), (_key, value) =>
        typeof value === "string" && !CLOSED.test(value) ? hostile : value,
    );
    const opened = await open(reportHtml(evil.diagnosis, evil.summary));
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.locator("img, script:not(body > script)").count()).toBe(0);
    expect(await opened.page.locator("h1").textContent()).toBe(hostile.replace("\u202e", "⟨U+202E⟩"));
    const handlers = await opened.page.evaluate(() =>
        [...document.querySelectorAll("*")]
            .flatMap((each) => each.getAttributeNames())
            .filter((name) => /^on|^style$/.test(name)),
    );
    expect(handlers).toEqual([]);
    const targets = await opened.page.evaluate(() => [...document.links].map((link) => link.protocol));
    expect([...new Set(targets)]).toEqual(["file:"]);
});

/** Words of closed sets and times, which no cluster chooses. */
const CLOSED =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z|talos|kubernetes|gitops|application|critical|warning|info|broken|degraded|healthy|unknown|absent|bad|good|plain|event|condition|restart|reconciliation|service|ready|not-ready|management)$/;

test("Without a script all of it can be read, and nothing is offered that would not work", async () => {
    const { page: opened } = await open(page(), { javaScriptEnabled: false });
    const symptom = opened.locator(".tree details", { hasText: "StatefulSet msp/db" }).first();
    await symptom.locator("summary").click();
    expect(await symptom.locator(".next").isVisible()).toBe(true);
    expect(await opened.locator("button, input").count()).toBe(0);
    expect(await opened.locator(".timeline .point").first().isVisible()).toBe(true);
});

test("The keyboard alone opens the tree and goes through the timeline", async () => {
    const { page: opened } = await open(page());
    const symptom = opened.locator(".tree summary").first();
    await symptom.focus();
    await opened.keyboard.press("Enter");
    expect(await symptom.evaluate((each) => each.parentElement?.hasAttribute("open"))).toBe(true);

    expect(await opened.locator('.point[tabindex="0"]').count()).toBe(1);
    await opened.locator('.point[tabindex="0"]').focus();
    await opened.keyboard.press("Home");
    const words = await opened.locator("[data-detail] li").first().textContent();
    expect(words).toBe(await opened.evaluate(() => document.activeElement?.getAttribute("aria-label")));
    await opened.keyboard.press("ArrowDown");
    expect(await opened.locator("[data-detail] li").first().textContent()).not.toBe(words);
});

test("The way through the page begins with a link past the contents, and what has the focus can be seen", async () => {
    const { page: opened } = await open(page());
    await opened.keyboard.press("Tab");
    expect(await opened.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the causes");
    expect(await opened.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe("solid");
});

test("At 390 pixels nothing is wider than the screen, however long the names", async () => {
    const long = JSON.parse(JSON.stringify(troubled).replaceAll("msp/", `${"very-long-namespace-name".repeat(12)}/`));
    for (const width of [390, 320]) {
        const { page: opened } = await open(reportHtml(long.diagnosis, long.summary), { viewport: { width, height: 800 } });
        await opened.getByRole("button", { name: "Open all" }).click();
        expect(await opened.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
});

test("On paper everything is open and the controls are gone", async () => {
    for (const javaScriptEnabled of [true, false]) {
        const { page: opened } = await open(page(), { javaScriptEnabled });
        await opened.emulateMedia({ media: "print" });
        const closed = opened.locator("details:not([open]) > :not(summary)");
        const heights = await closed.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
        expect(heights.length).toBeGreaterThan(3);
        expect(Math.min(...heights)).toBeGreaterThan(0);
        expect(await opened.locator("nav").isVisible()).toBe(false);
        expect(await opened.getByRole("button").count()).toBe(0);
    }
});

test("Printing opens what is closed and closes it again", async () => {
    const { page: opened } = await open(page());
    const open_ = () => opened.locator("details[open]").count();
    const before = await open_();
    await opened.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await open_()).toBe(await opened.locator("details").count());
    await opened.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await open_()).toBe(before);
});

test("A screen reader finds one first heading, no level left out, and a name on everything that can be used", async () => {
    const { page: opened } = await open(page());
    const levels = await opened.evaluate(() =>
        [...document.querySelectorAll("h1, h2, h3, h4")].map(({ tagName }) => Number(tagName[1])),
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThan(2);
    const tree = await opened.locator("body").ariaSnapshot();
    expect(
        tree
            .split("\n")
            .filter((line) => /^\s*- (button|link|searchbox|img|region|navigation)(:|$)/.test(line.replace(/ \[.*?\]/g, ""))),
    ).toEqual([]);
    for (const region of [
        "The four layers",
        "The causes",
        "Timeline",
        "Nodes",
        "Storage",
        "Not known",
        "Not collected",
        "Redacted",
        "About this archive",
    ])
        expect(await opened.getByRole("region", { name: region, exact: true }).count()).toBe(1);
});

test("Nothing on the page moves", async () => {
    const { page: opened } = await open(page(), { reducedMotion: "reduce" });
    const moving = await opened.evaluate(
        () =>
            [...document.querySelectorAll("*")].filter((each) => {
                const { transitionDuration, animationName } = getComputedStyle(each);
                return transitionDuration !== "0s" || animationName !== "none";
            }).length,
    );
    expect(moving).toBe(0);
});

test("All text stands out from its ground by 4.5 to 1 or more, light and dark (WCAG 2.2, 1.4.3)", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
        const { page: opened } = await open(page(), { colorScheme });
        await opened.getByRole("button", { name: "Open all" }).click();
        expect(await opened.evaluate(faintText)).toEqual([]);
    }
});

/** Runs in the page: the text whose contrast is below 4.5, with its contrast. */
function faintText(): string[] {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) => {
        const [r = 0, g = 0, b = 0] = channels(color)
            .slice(0, 3)
            .map((value) => value / 255)
            .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element: Element | null): string => {
        if (element === null) return "rgb(255, 255, 255)";
        const { backgroundColor } = getComputedStyle(element);
        return channels(backgroundColor)[3] === 0 ? ground(element.parentElement) : backgroundColor;
    };
    const own = (element: Element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    return [...document.querySelectorAll("body *:not(script):not(title)")].filter(own).flatMap((element) => {
        const style = getComputedStyle(element);
        const [a, b] = [luminance(element instanceof SVGElement ? style.fill : style.color), luminance(ground(element))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return contrast < 4.5 ? [`${contrast.toFixed(2)} ${element.tagName} ${element.textContent?.slice(0, 40)}`] : [];
    });
}

test("Evidence leads to the file beside the page, whatever its name", async () => {
    const path = "management-cluster/logs/msp/a%2Fb #1?-web.yaml";
    mkdirSync(join(folder, "management-cluster/logs/msp"), { recursive: true });
    writeFileSync(join(folder, path), "the log itself");
    const [root] = troubled.diagnosis.roots;
    if (root === undefined) throw new Error("the case has no cause");
    const roots = [{ ...root, evidence: [{ path, lines: [3, 3] as [number, number], quote: "the line" }] }];
    const { page: opened } = await open(reportHtml({ ...troubled.diagnosis, roots }, troubled.summary));
    const href = await opened
        .getByRole("link", { name: path })
        .evaluate((link) => (link instanceof HTMLAnchorElement ? link.href : ""));
    expect(href).toBe(pathToFileURL(join(folder, path)).href);
});

test("The filter keeps what matches with what it hangs on", async () => {
    const { page: opened } = await open(page());
    await opened.getByRole("searchbox").fill("statefulset msp/db");
    expect(await opened.locator(".cause:visible").count()).toBe(1);
    expect(await opened.locator(".tree li:visible", { hasText: "StatefulSet msp/db" }).count()).toBeGreaterThan(0);
    await opened.getByRole("searchbox").fill("no such word");
    expect(await opened.locator(".cause:visible").count()).toBe(0);
    await opened.getByRole("searchbox").fill("");
    expect(await opened.locator(".cause:visible").count()).toBe(troubled.diagnosis.roots.length);
});

test("Zoomed in, marks outside the window go and the others spread; everything brings them back", async () => {
    const { page: opened } = await open(page());
    const marks = () =>
        opened.locator(".point").evaluateAll((all) => all.map((each) => [each.getAttribute("x"), each.getAttribute("display")]));
    const before = await marks();
    await opened.getByRole("button", { name: "last hour" }).click();
    const zoomed = await marks();
    expect(zoomed.filter(([, display]) => display === "none").length).toBeGreaterThan(0);
    expect(zoomed.filter(([, display]) => display === null).length).toBeGreaterThan(3);
    expect(await opened.getByRole("button", { name: "last hour" }).getAttribute("aria-pressed")).toBe("true");
    await opened.getByRole("button", { name: "everything" }).click();
    expect(await marks()).toEqual(before);
});

test("A command is copied as it stands", async () => {
    const { page: opened } = await open(page(), { permissions: ["clipboard-read", "clipboard-write"] });
    const command = await opened.locator("code.command").first().textContent();
    await opened
        .getByRole("button", { name: `Copy ${command}` })
        .first()
        .click();
    await opened.getByText("copied").waitFor();
    expect(await opened.evaluate(() => navigator.clipboard.readText())).toBe(command);
});
