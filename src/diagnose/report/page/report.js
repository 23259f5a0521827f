// The page is complete without this. It adds: copy buttons, open and close all, a filter, and zoom and details for the timeline.

(() => {
    const make = (name, properties, ...children) => {
        const element = Object.assign(document.createElement(name), properties);
        element.append(...children);
        return element;
    };
    const tools = (name) => document.querySelector(`[data-tools="${name}"]`);

    const addCopyButtons = () => {
        for (const command of document.querySelectorAll("code.command")) {
            const button = make("button", { type: "button", className: "copy", textContent: "copy" });
            button.setAttribute("aria-label", `Copy ${command.textContent}`);
            button.addEventListener("click", async () => {
                button.textContent = (await copied(command)) ? "copied" : "selected";
                setTimeout(() => {
                    button.textContent = "copy";
                }, 2000);
            });
            command.after(button);
        }
    };

    // Where the clipboard is not to be had, the command is selected instead.
    const copied = async (command) => {
        try {
            await navigator.clipboard.writeText(command.textContent);
            return true;
        } catch {
            getSelection()?.selectAllChildren(command);
            return false;
        }
    };

    const setAll = (open) => {
        for (const details of document.querySelectorAll("details")) details.open = open;
    };

    const addCauseTools = () => {
        const place = tools("causes");
        if (place === null) return;
        const all = make("button", { type: "button", textContent: "Open all" });
        const none = make("button", { type: "button", textContent: "Close all" });
        all.addEventListener("click", () => setAll(true));
        none.addEventListener("click", () => setAll(false));
        place.append(filterField(place), all, none);
    };

    const filterField = (place) => {
        const field = make("input", { type: "search", placeholder: "Filter by name or word" });
        field.setAttribute("aria-label", "Filter causes, symptoms, claims and gaps");
        const result = make("span", { className: "count" });
        result.setAttribute("role", "status");
        field.addEventListener("input", () => {
            const shown = filter(field.value.trim().toLowerCase());
            result.textContent = field.value.trim() === "" ? "" : `${shown} shown`;
        });
        queueMicrotask(() => place.append(result));
        return field;
    };

    // What matches is shown with all that stands above it and below it.
    const filter = (word) => {
        const items = [...document.querySelectorAll("[data-filter]")];
        const matching = new Set(items.filter((item) => own(item).includes(word)));
        const kept = new Set(matching);
        for (const item of matching) {
            for (const inner of item.querySelectorAll("[data-filter]")) kept.add(inner);
            for (let outer = item.parentElement; outer !== null; outer = outer.parentElement) {
                if (outer.matches("[data-filter]")) kept.add(outer);
                if (word !== "" && outer.matches("details.follows")) outer.open = true;
            }
        }
        for (const item of items) item.hidden = !kept.has(item);
        return matching.size;
    };

    // The words of an item without those of the items within it.
    const own = (item) => {
        const inner = [...item.querySelectorAll("[data-filter]")];
        const nested = inner.filter((each) => each.parentElement.closest("[data-filter]") === item);
        return nested.reduce((words, each) => words.replace(each.textContent, " "), item.textContent).toLowerCase();
    };

    const MINUTE = 60_000;
    const WINDOWS = [
        ["last hour", 60 * MINUTE],
        ["last 6 h", 360 * MINUTE],
        ["last day", 1440 * MINUTE],
    ];

    const timeline = () => {
        const figure = document.querySelector("figure.timeline");
        if (figure === null) return;
        const drawing = figure.querySelector("svg");
        const points = [...drawing.querySelectorAll(".point")].map(pointOf);
        points.sort((a, b) => a.at - b.at);
        addZoom(figure, drawing);
        addDetails(figure, drawing, points);
    };

    // The title becomes the name, so that the browser's own tooltip does not stand over ours.
    const pointOf = (element) => {
        const title = element.querySelector("title");
        const words = title?.textContent ?? "";
        title?.remove();
        element.setAttribute("aria-label", words);
        element.setAttribute("tabindex", "-1");
        return { element, words, at: Number(element.dataset.at), row: element.closest(".row") };
    };

    const addZoom = (figure, drawing) => {
        const place = tools("timeline");
        const taken = Number(figure.dataset.taken);
        const oldest = Number(drawing.dataset.oldest);
        const moved = [...drawing.querySelectorAll("[x], [x1]")].filter(
            (each) => each.closest(".row > .point, .row > .span, .starts") !== null,
        );
        const before = moved.map((each) => ["x", "x1", "x2"].map((name) => each.getAttribute(name)));
        const ticks = drawing.querySelector(".ticks");
        const drawnTicks = [...ticks.children];
        const whole = () => {
            for (const [index, each] of moved.entries())
                for (const [which, name] of ["x", "x1", "x2"].entries())
                    if (before[index][which] !== null) each.setAttribute(name, before[index][which]);
            for (const each of moved) each.removeAttribute("display");
            ticks.replaceChildren(...drawnTicks);
        };
        const zoomed = (from, to) => {
            for (const each of moved) move(each, from, to);
            ticks.replaceChildren(...linearTicks(from, to, Number(drawing.dataset.height)));
        };
        const choices = [["everything", whole]];
        for (const [words, length] of WINDOWS)
            if (taken - oldest > length * 1.2) choices.push([words, () => zoomed(taken - length, taken)]);
        const starts = [...drawing.querySelectorAll(".starts a")];
        const first = starts.find((each) => each.dataset.ranks.split(" ").includes("1")) ?? starts[0];
        if (first !== undefined) {
            const at = Number(first.dataset.at);
            choices.push([
                `when cause ${first.dataset.ranks.split(" ")[0]} showed`,
                () => zoomed(at - 5 * MINUTE, Math.min(taken, at + 15 * MINUTE)),
            ]);
        }
        if (choices.length > 1) place.append(...buttons(choices));
    };

    const buttons = (choices) => {
        const made = choices.map(([words, act]) => {
            const button = make("button", { type: "button", textContent: words });
            button.addEventListener("click", () => {
                act();
                for (const other of made) other.setAttribute("aria-pressed", String(other === button));
            });
            return button;
        });
        for (const [index, button] of made.entries()) button.setAttribute("aria-pressed", String(index === 0));
        return made;
    };

    const move = (element, from, to) => {
        const at = Number(element.dataset.at ?? element.dataset.from ?? element.closest("[data-at]")?.dataset.at);
        const until = Number(element.dataset.to ?? at);
        const place = (time) => `${(Math.min(1, Math.max(0, (time - from) / (to - from))) * 100).toFixed(2)}%`;
        if (until < from || at > to) element.setAttribute("display", "none");
        else element.removeAttribute("display");
        if (element.hasAttribute("x")) element.setAttribute("x", place(at));
        if (element.hasAttribute("x1")) element.setAttribute("x1", place(at));
        if (element.hasAttribute("x2")) element.setAttribute("x2", place(until));
    };

    const svg = (name, attributes) => {
        const element = document.createElementNS("http://www.w3.org/2000/svg", name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        return element;
    };

    const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480].map((minutes) => minutes * MINUTE);

    const linearTicks = (from, to, height) => {
        const step = STEPS.find((each) => (to - from) / each <= 7) ?? 480 * MINUTE;
        const made = [];
        for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
            const x = `${(((at - from) / (to - from)) * 100).toFixed(2)}%`;
            const tick = svg("g", { class: made.length % 2 === 1 ? "tick minor" : "tick" });
            const label = svg("text", { x, y: height + 17, "text-anchor": made.length === 0 ? "start" : "middle" });
            label.textContent = new Date(at)
                .toISOString()
                .slice(made.length === 0 ? 5 : 11, 16)
                .replace("T", " ");
            tick.append(svg("line", { x1: x, x2: x, y1: 24, y2: height }), label);
            made.push(tick);
        }
        return made;
    };

    const addDetails = (figure, drawing, points) => {
        const detail = figure.querySelector("[data-detail]");
        const cross = svg("line", { class: "cross", y1: 18, y2: drawing.dataset.height, display: "none" });
        drawing.append(cross);
        detail.classList.add("live");
        let marked = [];
        const show = (point) => {
            for (const each of marked) each.element.classList.remove("on");
            marked = beside(point, points);
            for (const each of marked) each.element.classList.add("on");
            const x = point.element.getAttribute("x");
            cross.setAttribute("x1", x);
            cross.setAttribute("x2", x);
            cross.removeAttribute("display");
            const items = marked.slice(0, 5).map((each) => make("li", { textContent: each.words }));
            if (marked.length > 5) items.push(make("li", { textContent: `and ${marked.length - 5} more here` }));
            detail.replaceChildren(make("ul", {}, ...items));
        };
        drawing.addEventListener("pointermove", (event) => {
            const point = nearest(points, event.clientX, event.clientY);
            if (point !== undefined && point !== marked[0]) show(point);
        });
        drawing.addEventListener("click", (event) => {
            const point = nearest(points, event.clientX, event.clientY);
            if (point !== undefined) point.element.focus();
        });
        addKeys(drawing, points, show);
    };

    const boxOf = (point) => {
        const box = point.element.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };

    const visible = (point) => point.element.getAttribute("display") !== "none";

    const nearest = (points, x, y) => {
        let best;
        let least = 16;
        for (const point of points) {
            if (!visible(point)) continue;
            const box = boxOf(point);
            const distance = Math.hypot(box.x - x, (box.y - y) * 0.8);
            if (distance < least) {
                best = point;
                least = distance;
            }
        }
        return best;
    };

    // The point and those that lie over it in its row.
    const beside = (point, points) => {
        const { x } = boxOf(point);
        const others = points.filter(
            (each) => each !== point && each.row === point.row && visible(each) && Math.abs(boxOf(each).x - x) < 5,
        );
        return [point, ...others];
    };

    // One stop for the Tab key; the arrows go from mark to mark in time, up and down to the nearest in another row.
    const addKeys = (drawing, points, show) => {
        const rows = [...drawing.querySelectorAll(".row")];
        let current = points.at(-1);
        current?.element.setAttribute("tabindex", "0");
        for (const point of points)
            point.element.addEventListener("focus", () => {
                current?.element.setAttribute("tabindex", "-1");
                current = point;
                point.element.setAttribute("tabindex", "0");
                show(point);
            });
        drawing.addEventListener("keydown", (event) => {
            const next = current === undefined ? undefined : neighbour(event.key, current, points.filter(visible), rows);
            if (next === undefined) return;
            event.preventDefault();
            next.element.focus();
        });
    };

    const neighbour = (key, current, points, rows) => {
        const line = points.filter((each) => each.row === current.row);
        const here = line.indexOf(current);
        if (key === "ArrowRight") return line[here + 1];
        if (key === "ArrowLeft") return line[here - 1];
        if (key === "Home") return line[0];
        if (key === "End") return line.at(-1);
        const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
        for (let row = rows.indexOf(current.row) + step; step !== 0 && rows[row] !== undefined; row += step) {
            const others = points.filter((each) => each.row === rows[row]);
            others.sort((a, b) => Math.abs(a.at - current.at) - Math.abs(b.at - current.at));
            if (others[0] !== undefined) return others[0];
        }
        return undefined;
    };

    // The style sheet opens everything on paper where the browser can; this does it where it cannot.
    const printing = () => {
        let closed = [];
        addEventListener("beforeprint", () => {
            closed = [...document.querySelectorAll("details:not([open])")];
            setAll(true);
        });
        addEventListener("afterprint", () => {
            for (const details of closed) details.open = false;
        });
    };

    addCopyButtons();
    addCauseTools();
    timeline();
    printing();
})();
