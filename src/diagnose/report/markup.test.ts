import fc from "fast-check";
import { expect, test } from "vitest";
import { escaped, html } from "./markup.ts";

test("Text is escaped, markup is taken as it is, nothing is nothing", () => {
    const name = "<b>\"Tom\" & 'Jerry'</b>";
    const inner = html`<i>${3}</i>`;
    expect(html`<p title="${name}">${[inner, undefined, false, "a<b"]}</p>`.text).toBe(
        '<p title="&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;"><i>3</i>a&lt;b</p>',
    );
});

test("Characters that hide or turn around what is read are written out", () => {
    expect(escaped("user\u202etxt.exe\u0000 a\u200bb \ud800 tab\tline\n")).toBe(
        "user⟨U+202E⟩txt.exe⟨U+0000⟩ a⟨U+200B⟩b \ufffd tab\tline\n",
    );
});

test("Whatever the text, it neither opens a tag nor ends an attribute", () => {
    const tame = (text: string) => !/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(escaped(text));
    const anything = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    fc.assert(fc.property(anything, tame));
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "amp;", "#39;") }), tame));
});
