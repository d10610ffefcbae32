"use strict";

/* One sample: its texts, and what each variant made of it side by side. */
(function () {
  const { el, number, count, seconds } = report;
  const LONG = 40000;

  report.Detail = class {
    constructor(summary, samples, texts, commands) {
      this.summary = summary;
      this.samples = samples;
      this.texts = texts;
      this.commands = commands;
      this.repetition = 0;
      this.base = "";
      this.view = el("section", { class: "detail", "aria-label": "Sample", tabindex: "-1", hidden: true });
    }

    async open(row, place, places) {
      this.row = row;
      this.at = [place, places];
      this.view.hidden = false;
      const texts = await this.texts.of(row);
      if (row === this.row) {
        this.shown = texts;
        this.draw();
        this.view.scrollTop = 0;
      }
    }

    close() {
      this.row = -1;
      this.view.hidden = true;
      this.view.replaceChildren();
    }

    /** Compares with the first variant, or stops comparing. */
    toggleDiff() {
      this.base = this.base === "" ? "0" : "";
      this.draw();
    }

    draw() {
      const { shown } = this;
      const focused = document.activeElement && this.view.contains(document.activeElement) ? document.activeElement.id : "";
      this.view.replaceChildren(
        this.heading(shown),
        prose("Input", shown.input),
        ...(shown.references || []).map((text, i, all) => prose(all.length === 1 ? "Reference" : "Reference " + (i + 1), text)),
        ...this.background(shown),
        this.tools(shown),
        el("div", { class: "answers" }, this.summary.variants.map((variant, v) => this.answer(variant, v, shown))),
      );
      const again = focused && this.view.querySelector("#" + focused);
      if (again) {
        again.focus();
      }
    }

    heading(shown) {
      const [place, places] = this.at;
        return el(
        "header",
        {},
        el("div", { class: "title" },
          el("h2", { dir: "auto" }, shown.id),
          el("span", { class: "faint" }, count(place + 1) + " of " + count(places))),
        el("div", { class: "buttons" },
          report.iconButton("up", "Previous sample (k)", "previous", () => this.commands.step(-1)),
          report.iconButton("down", "Next sample (j)", "next", () => this.commands.step(1)),
          report.iconButton("close", "Close (Esc)", "close", () => this.commands.close())),
        this.labels(shown),
      );
    }

    labels(shown) {
      const flips = this.samples.flips(this.row, "");
      const traces = Object.entries(shown.attributes || {}).filter(([name]) => /trace|span/i.test(name));
      const tags = (shown.tags || []).map((tag) => el("bdi", { class: "tag" }, tag));
      if (!flips && tags.length + traces.length === 0) {
        return null;
      }
      return el(
        "p",
        { class: "labels" },
        flips && el("span", { class: "tag flip" }, "flips"),
        tags,
        traces.map(([name, value]) => el("span", { class: "trace" }, el("bdi", {}, name), " ", el("code", {}, plain(value)))),
      );
    }

    background(shown) {
      const context = shown.context || [];
      const attributes = Object.entries(shown.attributes || {});
      return [
        context.length > 0 && fold(report.plural(context.length, "document") + " of context",
          context.map((document) => prose(document.id, document.text, "h4"))),
        attributes.length > 0 && fold(report.plural(attributes.length, "attribute"),
          el("dl", { class: "attributes" }, attributes.map(([name, value]) => [
            el("dt", { dir: "auto" }, name), el("dd", { dir: "auto" }, plain(value)),
          ]))),
      ].filter(Boolean);
    }

    tools(shown) {
      const variants = this.summary.variants.map((variant, v) => [String(v), variant.name]);
      const options = [["", "nothing"], ...variants];
      if (shown.references) {
        options.push(["reference", "the reference"]);
      }
      const choose = el(
        "select",
        { id: "diff", on: { change: (event) => { this.base = event.target.value; this.draw(); } } },
        options.map(([value, text]) => el("option", { value, selected: value === this.base }, text)),
      );
      const repetitions = this.samples.rows.repetitions;
      return el(
        "div",
        { class: "tools" },
        el("h3", {}, "Answers"),
        repetitions > 1 && el("div", { class: "repetitions", role: "group", "aria-label": "Repetition" },
          Array.from({ length: repetitions }, (_, i) => el("button", {
            type: "button", class: "toggle", id: "repetition-" + i, "aria-pressed": String(i === this.repetition), "aria-label": "Repetition " + (i + 1),
            on: { click: () => { this.repetition = i; this.draw(); } },
          }, String(i + 1)))),
        el("label", { class: "choice" }, "Compare words with ", choose),
      );
    }

    answer(variant, v, shown) {
      const answer = (shown.variants[v] || []).find((each) => each.repetition === this.repetition + 1);
      return el(
        "article",
        { class: "answer" },
        el("h4", { dir: "auto" }, variant.name),
        answer ? [
          answer.error !== undefined
            ? el("p", { class: "error", dir: "auto" }, "No answer: " + answer.error)
            : this.response(answer, v, shown),
          this.facts(answer),
          el("ul", { class: "results" }, this.summary.evaluators.map((_, e) => this.result(answer, v, e))),
        ] : el("p", { class: "faint" }, "Not answered in this repetition."),
      );
    }

    response(answer, v, shown) {
      const base = this.baseText(v, shown);
      if (base === null || answer.response === null) {
        return el("div", { class: "text", dir: "auto" }, answer.response === null ? report.NONE : whole(answer.response));
      }
      return el("div", { class: "text", dir: "auto" }, report.diff(base, answer.response).map(([kind, text]) =>
        kind === "same" ? text : el(kind === "new" ? "ins" : "del", {}, text)));
    }

    /** What the answer of a variant is compared with; nothing if it is that itself or there is none. */
    baseText(v, shown) {
      if (this.base === "reference") {
        return shown.references ? shown.references[0] : null;
      }
      if (this.base === "" || Number(this.base) === v) {
        return null;
      }
      const base = (shown.variants[Number(this.base)] || []).find((each) => each.repetition === this.repetition + 1);
      return base ? base.response : null;
    }

    facts(answer) {
      const cost = answer.cost && (answer.cost.amount !== undefined ? report.money(answer.cost.amount, answer.cost.currency) : "unpriced: " + answer.cost.unpriced);
      const tokens = answer.tokens && Object.entries(answer.tokens).map(([kind, many]) => count(many) + " " + kind.replace("_", " ")).join(", ");
      const facts = [
        ["Model", answer.model], ["Prompt", answer.prompt], ["Latency", answer.latency !== undefined && seconds(answer.latency)],
        ["First token", answer.firstToken !== undefined && seconds(answer.firstToken)], ["Cost", cost], ["Tokens", tokens], ["Asked", answer.started],
      ].filter(([, value]) => value);
      return facts.length > 0 && el("dl", { class: "facts small" }, facts.map(([name, value]) =>
        el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value))));
    }

    result(answer, v, e) {
      const { rows } = this.samples;
      const i = this.row * rows.repetitions + this.repetition;
      const state = rows.variants[v].states[e][i];
      const kind = report.kindOf(state);
      const verdict = report.isPass(state) ? "passed" : report.isFailure(state) ? "failed" : kind ? "unknown" : "observed";
      const threshold = this.summary.evaluators[e].threshold;
      const [reason, raw] = [answer.reasons[e]].flat();
      return el(
        "li",
        { class: "result " + verdict },
        report.mark(verdict),
        el("div", {},
          el("p", { class: "score" },
            el("bdi", { class: "name" }, this.summary.names[e]), " ",
            el("strong", {}, kind || number(rows.variants[v].scores[e][i])),
            threshold && el("span", { class: "faint" }, " " + threshold.words)),
          reason && el("p", { class: "reason", dir: "auto" }, reason),
          raw && fold("What the judge said", el("div", { class: "text", dir: "auto" }, raw))),
      );
    }
  };

  const prose = (title, text, level) =>
    el("div", { class: "prose" }, el(level || "h3", { dir: "auto" }, title), el("div", { class: "text", dir: "auto" }, whole(text)));

  const fold = (title, ...content) => el("details", {}, el("summary", {}, title), content);

  const plain = (value) => (typeof value === "string" ? value : JSON.stringify(value));

  /** Very long texts are cut here for the sake of the browser, and say so. */
  function whole(text) {
    if (text === "") {
      return el("span", { class: "faint" }, "(empty)");
    }
    return text.length <= LONG ? text : [text.slice(0, LONG), el("span", { class: "faint" }, "… " + count(text.length - LONG) + " more characters")];
  }

  report.prose = prose;
})();
