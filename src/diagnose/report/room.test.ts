import { expect, test } from "vitest";
import { html } from "./markup.ts";
import { Room } from "./room.ts";

test("Items are taken until one does not fit; bytes count, not characters", () => {
    const { shown, left } = new Room(12).fill(["ab", "éé", "c".repeat(20), "d"], (item) => html`<${item}>`);
    expect(shown.map(({ text }) => text)).toEqual(["<ab>", "<éé>"]);
    expect(left).toBe(2);
});
