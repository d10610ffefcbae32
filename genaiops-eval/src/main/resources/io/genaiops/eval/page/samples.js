"use strict";

/* The second view: a list of samples of which only the visible rows exist, and the sample that is open beside it. */
(function () {
  const { el, count } = report;
  const HEIGHT = 44;
  const OVERSCAN = 6;
  const MOST_ROWS = 300000;

  report.SamplesView = class {
    constructor(summary, samples, texts) {
      this.summary = summary;
      this.samples = samples;
      this.texts = texts;
      this.filter = report.noFilter();
      this.found = [];
      this.cursor = -1;
      this.search = 0;
      this.detail = new report.Detail(summary, samples, texts, {
        close: () => this.close(),
        step: (by) => this.step(by, true),
      });
      this.build();
      this.apply();
    }

    build() {
      this.status = el("p", { class: "status", role: "status", "aria-live": "polite" });
      this.body = el("div", { class: "rows", role: "rowgroup" });
      this.head = el("div", { class: "head", role: "rowgroup" });
      this.list = el(
        "div",
        {
          class: "list", role: "grid", tabindex: "0", "aria-label": "Samples", "aria-multiselectable": "false",
          on: { scroll: () => this.draw(), click: (event) => this.press(event), dblclick: (event) => this.press(event) },
        },
        this.head,
        this.body,
      );
      this.view = el(
        "div",
        { class: "view samples", id: "samples", hidden: true },
        el("h1", { class: "unseen" }, "Samples"),
        this.filters(),
        el("div", { class: "split" }, el("div", { class: "master" }, this.status, this.list), this.detail.view),
      );
      this.heads();
      new ResizeObserver(() => this.draw()).observe(this.list);
    }

    filters() {
      const { summary, samples } = this;
      this.controls = {
        text: el("input", {
          type: "search", id: "search", placeholder: "Search all texts", autocomplete: "off", spellcheck: "false",
          "aria-label": "Search inputs, answers, reasons and everything else", "aria-keyshortcuts": "/",
        }),
        variant: this.select("Any variant", "Variant", summary.variants.map((variant, v) => [v, variant.name])),
        evaluator: this.select("Any evaluator", "Evaluator", summary.names.map((name, e) => [e, name])),
        outcome: this.select(null, "Outcome", report.OUTCOMES),
        tag: this.select("Any tag", "Tag", samples.rows.tagNames.map((tag, t) => [t, tag])),
        order: this.select(null, "Order", [
          ["dataset", "In the order of the dataset"], ["worst", "Worst first"], ["difference", "Largest difference first"],
        ]),
      };
      this.flip = el("button", {
        type: "button", class: "toggle", "aria-pressed": "false", title: "Passed in one variant, failed in another (f)",
        on: { click: () => this.set({ flip: !this.filter.flip }) },
      }, "Flips");
      this.reset = el("button", { type: "button", class: "link", on: { click: () => this.set(report.noFilter()) } }, "Clear");
      for (const [name, control] of Object.entries(this.controls)) {
        control.addEventListener("input", () => this.set({ [name]: control.value }));
      }
      return el(
        "form",
        { class: "filters", role: "search", "aria-label": "Filter the samples", on: { submit: (event) => event.preventDefault() } },
        this.controls.text, this.controls.variant, this.controls.evaluator, this.controls.outcome,
        samples.rows.tagNames.length > 0 && this.controls.tag,
        summary.variants.length > 1 && this.flip,
        this.controls.order, this.reset,
      );
    }

    select(any, label, options) {
      return el(
        "select",
        { "aria-label": label },
        any && el("option", { value: "" }, any),
        options.map(([value, text]) => el("option", { value }, text)),
      );
    }

    /** Changes the filter, here or from the overview. */
    set(changes) {
      this.filter = { ...this.filter, ...changes };
      for (const [name, control] of Object.entries(this.controls)) {
        control.value = String(this.filter[name]);
      }
      this.flip.setAttribute("aria-pressed", String(this.filter.flip));
      this.apply();
    }

    apply() {
      const search = ++this.search;
      const matching = this.samples.matching(this.filter);
      const plain = JSON.stringify({ ...this.filter, order: "" }) === JSON.stringify({ ...report.noFilter(), order: "" });
      this.reset.hidden = plain;
      const wanted = this.filter.text.trim().toLowerCase();
      if (wanted === "") {
        this.show(matching, null);
      } else {
        this.scan(matching, wanted, search);
      }
    }

    /** Looks through the texts part by part and shows what it found so far. */
    async scan(matching, wanted, search) {
      const places = new Map(matching.map((row, place) => [row, place]));
      const hits = [];
      this.show([], 0);
      let drawn = performance.now();
      for (let part = 0; part < this.texts.size; part++) {
        const value = await this.texts.passing(part);
        if (search !== this.search) {
          return;
        }
        value.rows.forEach((texts, i) => {
          const row = value.from + i;
          if (places.has(row) && report.haystack(texts).includes(wanted)) {
            hits.push(row);
          }
        });
        if (performance.now() - drawn > 120) {
          this.show(hits.slice().sort((a, b) => places.get(a) - places.get(b)), (part + 1) / this.texts.size);
          await report.drawn();
          drawn = performance.now();
        }
      }
      if (search === this.search) {
        this.show(hits.sort((a, b) => places.get(a) - places.get(b)), null);
      }
    }

    show(found, progress) {
      const open = this.cursor >= 0 ? this.found[this.cursor] : -1;
      this.all = found.length;
      this.found = found.length > MOST_ROWS ? found.slice(0, MOST_ROWS) : found;
      this.cursor = open >= 0 ? this.found.indexOf(open) : -1;
      this.progress = progress;
      this.status.replaceChildren(...this.words(progress));
      this.list.setAttribute("aria-rowcount", String(this.found.length + 1));
      this.body.style.setProperty("height", this.found.length * HEIGHT + "px");
      if (this.cursor < 0) {
        this.list.scrollTop = 0;
      }
      this.drawnFrom = -1;
      this.draw();
    }

    words(progress) {
      const total = this.samples.rows.size;
      const words = this.all === total ? [report.plural(total, "sample")] : [count(this.all) + " of " + report.plural(total, "sample")];
      if (this.all > this.found.length) {
        words.push("; the first " + count(this.found.length) + " are listed, filter to see others");
      }
      if (progress !== null) {
        words.push(", searching: " + report.percent(progress));
      }
      return words.map((each) => document.createTextNode(each));
    }

    heads() {
      const { summary } = this;
      this.dense = summary.variants.length * summary.evaluators.length > 8;
      const cell = this.dense ? 24 : 84;
      const width = Math.max(summary.evaluators.length * cell, 72) + 16;
      this.list.style.setProperty("--variants", "repeat(" + summary.variants.length + ", " + width + "px)");
      this.list.style.setProperty("--evaluators", "repeat(" + summary.evaluators.length + ", minmax(0, 1fr))");
      this.head.append(el(
        "div",
        { class: "row", role: "row", "aria-rowindex": "1" },
        el("span", { role: "columnheader", class: "index" }, "#"),
        el("span", { role: "columnheader" }, "Input"),
        el("span", { role: "columnheader", class: "tags" }, "Tags"),
        summary.variants.map((variant) => el(
          "span",
          { role: "columnheader", class: "variant", title: variant.name },
          el("bdi", { class: "name" }, variant.name),
          !this.dense && el("span", { class: "outcomes" }, summary.names.map((name) => el("bdi", { title: name }, name))),
        )),
      ));
    }

    /** Puts the rows in view into the page, and no others. */
    draw() {
      if (this.view.hidden) {
        return;
      }
      const room = this.list.clientHeight || 600;
      const from = Math.max(0, Math.floor(this.list.scrollTop / HEIGHT) - OVERSCAN);
      const to = Math.min(this.found.length, Math.ceil((this.list.scrollTop + room) / HEIGHT) + OVERSCAN);
      if (from === this.drawnFrom && to === this.drawnTo) {
        return;
      }
      this.drawnFrom = from;
      this.drawnTo = to;
      const rows = [];
      for (let place = from; place < to; place++) {
        rows.push(this.row(place));
      }
      if (rows.length === 0) {
        rows.push(el("p", { class: "nothing" }, this.progress === null ? "No sample fits." : "Searching…"));
      }
      this.body.replaceChildren(...rows);
      this.mark();
    }

    row(place) {
      const row = this.found[place];
      const { rows } = this.samples;
      const input = el("span", { role: "gridcell", class: "input", dir: "auto" });
      const texts = this.texts.now(row);
      if (texts) {
        input.textContent = excerpt(texts.input);
      } else {
        input.classList.add("waiting");
        this.texts.of(row).then((read) => {
          input.textContent = excerpt(read.input);
          input.classList.remove("waiting");
        });
      }
      const element = el(
        "div",
        { class: "row", role: "row", id: "row-" + row, "aria-rowindex": place + 2, "aria-selected": "false", "data-place": place },
        el("span", { role: "gridcell", class: "index" }, count(row + 1)),
        input,
        el("span", { role: "gridcell", class: "tags" }, rows.tags[row].slice(0, 4).map((tag) => el("bdi", { class: "tag" }, rows.tagNames[tag]))),
        this.summary.variants.map((variant, v) => this.outcomes(row, v, variant)),
      );
      element.style.setProperty("transform", "translateY(" + place * HEIGHT + "px)");
      return element;
    }

    outcomes(row, v, variant) {
      const { rows } = this.samples;
      return el(
        "span",
        { role: "gridcell", class: "outcomes" },
        this.summary.names.map((name, e) => {
          const verdict = report.verdictOf(rows, row, v, e);
          const score = report.scoreOf(rows, row, v, e);
          const title = variant.name + ", " + name + ": " + verdict.replace("unknown", "no score") + (Number.isNaN(score) ? "" : ", " + report.number(score));
          return el("span", { class: "outcome " + verdict, title }, report.mark(verdict, title), !this.dense && report.number(score));
        }),
      );
    }

    press(event) {
      const row = event.target.closest("[data-place]");
      if (row) {
        this.open(Number(row.dataset.place));
      }
    }

    open(place) {
      if (place < 0 || place >= this.found.length) {
        return;
      }
      this.cursor = place;
      this.reveal();
      this.view.classList.add("has-detail");
      this.detail.open(this.found[place], place, this.found.length);
      this.drawnFrom = -1;
      this.draw();
    }

    close() {
      this.view.classList.remove("has-detail");
      this.detail.close();
      this.list.focus({ preventScroll: true });
      this.drawnFrom = -1;
      this.draw();
    }

    isOpen() {
      return this.view.classList.contains("has-detail");
    }

    /** Moves to another sample and, if one is open, opens it instead. */
    step(by, opens) {
      if (this.found.length === 0) {
        return;
      }
      this.cursor = Math.min(this.found.length - 1, Math.max(0, this.cursor + by));
      this.reveal();
      if (opens && this.isOpen()) {
        this.detail.open(this.found[this.cursor], this.cursor, this.found.length);
      }
      this.draw();
      this.mark();
    }

    reveal() {
      const top = this.cursor * HEIGHT;
      const room = this.list.clientHeight - this.head.offsetHeight;
      if (top < this.list.scrollTop) {
        this.list.scrollTop = top;
      } else if (top + HEIGHT > this.list.scrollTop + room) {
        this.list.scrollTop = top + HEIGHT - room;
      }
    }

    mark() {
      for (const row of this.body.querySelectorAll("[data-place]")) {
        row.setAttribute("aria-selected", String(Number(row.dataset.place) === this.cursor));
      }
      const current = this.cursor >= 0 && this.body.querySelector('[aria-selected="true"]');
      if (current) {
        this.list.setAttribute("aria-activedescendant", current.id);
      } else {
        this.list.removeAttribute("aria-activedescendant");
      }
    }
  };

  const excerpt = (text) => text.slice(0, 240).replace(/\s+/g, " ") || report.NONE;
})();
