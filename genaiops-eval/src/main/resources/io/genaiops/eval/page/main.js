"use strict";

/* Puts the page together: figures at once, samples when all of the file is there. */
(function () {
  const { el } = report;
  const MOST_PRINTED = 100;
  const root = document.documentElement;
  const main = document.getElementById("main");
  const bar = document.getElementById("bar");
  const parsed = new Promise((done) =>
    document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", done) : done());
  let overview = null;
  let samples = null;

  const reached = (state) => {
    performance.mark("genaiops-" + state);
    root.dataset.state = state;
  };

  async function start() {
    if (typeof DecompressionStream === "undefined") {
      throw new Error("this browser cannot decompress data; any of the last years can");
    }
    const summary = await report.readSummary();
    summary.names = report.namesOf(summary.evaluators || []);
    overview = report.overview(summary, (filter) => look(filter));
    main.append(overview);
    bar.append(...heads(summary));
    reached("overview");
    await parsed;
    if (!report.isComplete()) {
      overview.prepend(notice("This file is incomplete: it was cut off while it was written or copied."));
    }
    if (report.hasRows()) {
      await addSamples(summary);
    } else {
      reached("ready");
    }
  }

  async function addSamples(summary) {
    const [rows, latencies] = await Promise.all([report.readRows(summary), report.readLatencies()]);
    const answers = new report.Samples(summary, rows);
    const texts = new report.Texts();
    report.showLatencies(overview, latencies);
    samples = new report.SamplesView(summary, answers, texts);
    main.append(samples.view);
    report.showPlots(overview, summary, rows, latencies);
    show();
    reached("ready");
    await report.drawn();
    await print(summary, answers, texts);
    reached("printable");
  }

  function heads(summary) {
    const link = (id, text) => el("a", { href: "#" + id, "data-view": id }, text);
    return [
      el("nav", { "aria-label": "Views" }, summary.evaluators && [link("overview", "Overview"), link("samples", "Samples")]),
      el("span", { class: "bar-title", dir: "auto" }, summary.experiment || summary.title),
      el("div", { class: "buttons" },
        report.iconButton("theme", "Light or dark (t)", "theme", toggleTheme),
        report.iconButton("help", "Keys (?)", "help", help)),
    ];
  }

  function toggleTheme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }

  const notice = (text) => el("p", { class: "notice", role: "alert" }, text);

  /** Shows the view that the address names. */
  function show() {
    const wanted = location.hash === "#samples" && samples ? "samples" : "overview";
    overview.hidden = wanted !== "overview";
    if (samples) {
      samples.view.hidden = wanted !== "samples";
    }
    for (const link of bar.querySelectorAll("[data-view]")) {
      if (link.dataset.view === wanted) {
        link.setAttribute("aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    }
    if (wanted === "samples") {
      samples.draw();
    }
    if (root.dataset.view !== wanted) {
      root.dataset.view = wanted;
      scrollTo(0, 0);
    }
  }

  /** The address changes at once and tells of it later; keys that follow must not have to wait. */
  function go(view) {
    location.hash = "#" + view;
    show();
  }

  /** Goes from a figure to the samples behind it. */
  function look(filter) {
    if (samples) {
      samples.set({ ...report.noFilter(), ...filter });
      go("samples");
      samples.list.focus({ preventScroll: true });
    }
  }

  /** Lists the worst samples for paper, where nothing can be opened. */
  async function print(summary, answers, texts) {
    const severities = answers.severity();
    const worst = answers.matching({ ...report.noFilter(), order: "worst" }).filter((row) => severities[row] > 0);
    const shown = worst.slice(0, MOST_PRINTED);
    const articles = [];
    for (const row of shown) {
      articles.push(printed(summary, answers.rows, row, await texts.of(row)));
    }
    overview.append(el(
      "section",
      { class: "on-paper" },
      el("h2", {}, "Samples to look at"),
      worst.length === 0 && el("p", {}, "None: every check of every sample passed."),
      articles,
      worst.length > shown.length && el("p", {}, "and " + report.count(worst.length - shown.length) + " more"),
    ));
  }

  function printed(summary, rows, row, texts) {
    return el(
      "article",
      {},
      el("h3", { dir: "auto" }, texts.id),
      el("p", { dir: "auto" }, cut(texts.input)),
      el("dl", {}, summary.variants.map((variant, v) => needsLook(summary, rows, row, v) && [
        el("dt", { dir: "auto" }, variant.name),
        (texts.variants[v] || []).map((answer) =>
          el("dd", { dir: "auto" }, answer.error !== undefined ? "No answer: " + cut(answer.error) : cut(answer.response || report.NONE))),
        summary.names.map((name, e) => bad(rows, row, v, e) && el("dd", { class: "faint", dir: "auto" },
          name + ": " + words(rows, row, v, e) + " " + (texts.variants[v] || []).map((answer) => cut([answer.reasons[e]].flat()[0] || "")).join(" "))),
      ])),
    );
  }

  const needsLook = (summary, rows, row, v) =>
    summary.evaluators.some((evaluator, e) => evaluator.threshold && bad(rows, row, v, e));
  const bad = (rows, row, v, e) => ["failed", "unknown"].includes(report.verdictOf(rows, row, v, e));
  const words = (rows, row, v, e) =>
    report.verdictOf(rows, row, v, e) === "unknown" ? "no score." : "failed, " + report.number(report.scoreOf(rows, row, v, e)) + ".";
  const cut = (text) => (text.length <= 600 ? text : text.slice(0, 600) + "…");

  const KEYS = [
    ["o, s", "Overview, samples"], ["/", "Search"], ["↓ ↑ or j k", "Next and previous sample"], ["Enter", "Open the sample"],
    ["Esc", "Close"], ["f", "Only samples that flip"], ["d", "Compare answers word by word"], ["t", "Light or dark"], ["?", "This list"],
  ];

  function help() {
    const open = document.querySelector("dialog");
    if (open) {
      open.close();
      return;
    }
    const dialog = el("dialog", { class: "keys", "aria-labelledby": "keys", on: { close: () => dialog.remove() } },
      el("h2", { id: "keys" }, "Keys"),
      el("dl", {}, KEYS.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])),
      el("button", { type: "button", class: "toggle", on: { click: () => dialog.close() } }, "Close"));
    document.body.append(dialog);
    dialog.showModal();
  }

  const inList = () => samples && !samples.view.hidden;
  const COMMANDS = {
    "?": help,
    t: toggleTheme,
    o: () => go("overview"),
    s: () => go("samples"),
    "/": () => { go("samples"); samples.controls.text.focus(); },
    j: () => inList() && samples.step(1, true),
    k: () => inList() && samples.step(-1, true),
    ArrowDown: () => inList() && samples.step(1, true),
    ArrowUp: () => inList() && samples.step(-1, true),
    Enter: () => inList() && samples.open(Math.max(0, samples.cursor)),
    Escape: () => inList() && samples.isOpen() && samples.close(),
    f: () => inList() && samples.set({ flip: !samples.filter.flip }),
    d: () => inList() && samples.isOpen() && samples.detail.toggleDiff(),
  };

  function press(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    const pressing = /^(BUTTON|A|SUMMARY)$/.test(event.target.tagName) && event.key === "Enter";
    if (event.ctrlKey || event.metaKey || event.altKey || pressing || document.querySelector("dialog")) {
      return;
    }
    if (typing) {
      if (event.key === "Escape" || (event.key === "Enter" && event.target.type === "search")) {
        event.preventDefault();
        samples.list.focus({ preventScroll: true });
      }
      return;
    }
    const command = COMMANDS[event.key];
    const scrolls = event.target.closest && event.target.closest(".detail, .scroll") && event.key.startsWith("Arrow");
    if (command && samples && !scrolls) {
      event.preventDefault();
      command();
    }
  }

  addEventListener("hashchange", () => overview && show());
  addEventListener("keydown", press);
  start().catch((failure) => {
    main.append(notice("This report cannot be shown: " + failure.message));
    reached("failed");
  });
})();
