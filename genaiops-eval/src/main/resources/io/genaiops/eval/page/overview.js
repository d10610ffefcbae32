"use strict";

/* The first view: how the result came to be, what it found, and what to look at. */
(function () {
  const { el, number, fixed, percent, count, seconds } = report;
  const KIND_NAMES = { not_applicable: "not applicable", unscored: "unscored", errored: "errored", skipped: "skipped" };

  /** What to call evaluators: by their names, and those that share one by their configuration too. */
  report.namesOf = (evaluators) =>
    evaluators.map((each) =>
      evaluators.filter((other) => other.name === each.name).length > 1
        ? each.name + " (" + short(each.configuration) + ")"
        : each.name,
    );

  const short = (digest) => digest.replace("sha256:", "").slice(0, 12);

  report.overview = function (summary, look) {
    const view = el("div", { class: "view overview", id: "overview" });
    report.append(view, [heading(summary)]);
    if (summary.evaluators) {
      report.append(view, [quality(summary, look), operations(summary)]);
    }
    report.append(view, [
      el("div", { class: "trade-offs" }),
      summary.sections.filter(isNews).map(section),
      el("div", { class: "distributions" }),
    ]);
    return view;
  };

  function heading(summary) {
    if (!summary.evaluators) {
      return el("header", { class: "heading" }, el("h1", { dir: "auto" }, summary.title));
    }
    const finished = new Date(summary.finished);
    return el(
      "header",
      { class: "heading" },
      el("h1", { dir: "auto" }, summary.experiment),
      el(
        "dl",
        { class: "facts" },
        fact("Finished", el("time", { datetime: summary.finished }, finished.toISOString().slice(0, 16).replace("T", " ") + " UTC")),
        fact("Dataset", [el("bdi", {}, summary.dataset.name), ", " + report.plural(summary.dataset.samples, "sample")]),
        fact("Digest", el("code", { title: summary.dataset.digest }, short(summary.dataset.digest))),
        fact("Repetitions", count(summary.repetitions)),
        fact("Seed", String(summary.seed)),
        fact("Variants", count(summary.variants.length)),
      ),
      identities(summary),
    );
  }

  const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));

  function identities(summary) {
    return el(
      "details",
      { class: "identities" },
      el("summary", {}, report.plural(summary.evaluators.length, "evaluator") + ", with their identities"),
      table(
        ["Evaluator", "Version", "Configuration", "Scale", "Better", "Passes"],
        summary.evaluators.map((each) => [
          el("bdi", {}, each.name),
          el("bdi", {}, each.version),
          el("code", { title: each.configuration }, short(each.configuration)),
          scaleWords(each.scale),
          each.direction === "higher_is_better" ? "higher" : "lower",
          each.threshold ? each.threshold.words : report.NONE,
        ]),
      ),
    );
  }

  const end = (value, infinite) => (value === undefined ? infinite : number(value));
  const scaleWords = (scale) => end(scale.min, "−∞") + " to " + end(scale.max, "∞");

  function table(titles, rows, numeric) {
    const side = (i) => (numeric && numeric[i] ? "figure" : null);
    return el(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": titles.join(", ") },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, titles.map((title, i) => el("th", { scope: "col", class: side(i) }, title)))),
        el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, i) => el("td", { class: side(i), dir: "auto" }, cell))))),
      ),
    );
  }

  /** One group of rows for each evaluator, so that variants stand below one another on one scale. */
  function quality(summary, look) {
    return el(
      "section",
      { "aria-labelledby": "quality" },
      el("h2", { id: "quality" }, "Overview"),
      el(
        "div",
        { class: "scroll", tabindex: "0", role: "group", "aria-label": "Figures of each variant and evaluator" },
        el(
          "table",
          { class: "quality" },
          el(
            "thead",
            {},
            el("tr", {}, [
              ["Variant", ""], ["Mean", "figure"], ["95 % interval", "figure"], ["", "plot"], ["Pass rate", "figure"],
              ["95 % interval", "figure"], ["Scored", "figure"], ["Coverage", "figure"], ["Failed or without a score", "look"],
            ].map(([title, side]) => el("th", { scope: "col", class: side, "aria-label": title || "Plot of the interval" }, title))),
          ),
          summary.evaluators.map((evaluator, e) => group(summary, evaluator, e, look)),
        ),
      ),
    );
  }

  function group(summary, evaluator, e, look) {
    const [low, high] = domain(summary, e);
    const limits = evaluator.threshold
      ? [evaluator.threshold.from, evaluator.threshold.to].filter((limit) => limit !== undefined && limit > low && limit < high)
      : [];
    return el(
      "tbody",
      {},
      el(
        "tr",
        { class: "group" },
        el(
          "th",
          { scope: "rowgroup", colspan: 3 },
          el("bdi", {}, summary.names[e]),
          el("span", { class: "aside" }, [
            evaluator.threshold ? "passes " + evaluator.threshold.words : "only observed",
            ", scale " + scaleWords(evaluator.scale),
            evaluator.direction === "lower_is_better" && ", lower is better",
          ]),
        ),
        el("td", { class: "plot ends", "aria-hidden": "true" }, el("span", {}, number(low)), el("span", {}, number(high))),
        el("td", { colspan: 5 }),
      ),
      summary.variants.map((variant, v) => measured(variant, v, e, { low, high, limits, look })),
    );
  }

  /** What the intervals of all variants and the threshold need, within the scale. */
  function domain(summary, e) {
    const { scale, threshold } = summary.evaluators[e];
    const figures = summary.variants.map((variant) => variant.measurements[e].mean).filter(Boolean);
    const ends = figures.flatMap((mean) => [mean.value, mean.low, mean.high]);
    const limits = threshold ? [threshold.from, threshold.to] : [];
    const known = [...ends, ...limits].filter((value) => value !== undefined);
    if (known.length === 0) {
      return [scale.min === undefined ? 0 : scale.min, scale.max === undefined ? 1 : scale.max];
    }
    const slack = (Math.max(...known) - Math.min(...known)) * 0.2 || Math.abs(known[0]) * 0.2 || 1;
    const low = Math.max(Math.min(...known) - slack, scale.min === undefined ? -Infinity : scale.min);
    const high = Math.min(Math.max(...known) + slack, scale.max === undefined ? Infinity : scale.max);
    return [Math.min(low, ...known), Math.max(high, ...known)];
  }

  function measured(variant, v, e, at) {
    const measurement = variant.measurements[e];
    const rate = measurement.passRate;
    return el(
      "tr",
      {},
      el("th", { scope: "row", title: variant.name }, el("bdi", {}, variant.name)),
      el("td", { class: "figure strong" }, fixed(measurement.mean && measurement.mean.value)),
      el("td", { class: "figure" }, report.interval(measurement.mean, fixed)),
      el("td", { class: "plot" }, report.dotAndWhisker(measurement.mean, at.low, at.high, at.limits)),
      el("td", { class: "figure strong" }, percent(rate && rate.value)),
      el("td", { class: "figure" }, report.interval(rate, percent)),
      el("td", { class: "figure" }, count(measurement.scoredItems)),
      el("td", { class: measurement.coverage < 0.95 ? "figure warn" : "figure" }, percent(measurement.coverage)),
      el("td", { class: "look" }, toLookAt(measurement, v, e, at.look)),
    );
  }

  const jump = (text, kind, go) => el("button", { type: "button", class: "link " + kind, on: { click: go } }, text);

  function toLookAt(measurement, variant, evaluator, look) {
    const failed = measurement.judgements.failed;
    const kinds = Object.keys(KIND_NAMES).filter((kind) => measurement.outcomes[kind] > 0);
    return failed === 0 && kinds.length === 0
      ? el("span", { class: "faint" }, "none")
      : [
          failed > 0 && jump(count(failed) + " failed", "bad", () => look({ variant, evaluator, outcome: "failed" })),
          kinds.map((kind) =>
            jump(count(measurement.outcomes[kind]) + " " + KIND_NAMES[kind], "faint", () => look({ variant, evaluator, outcome: kind }))),
        ];
  }

  /** What the answers cost and how long they took; filled in once the latencies are read. */
  function operations(summary) {
    const titles = ["Variant", "Answers missing", "Latency p50", "95 % interval", "Latency p95", "95 % interval", "Cost", "Priced", "Cost of an answer"];
    return el(
      "section",
      { id: "operations", "aria-labelledby": "operations-title" },
      el("h2", { id: "operations-title" }, "Latency and cost"),
      table(
        titles,
        summary.variants.map((variant) => [
          el("bdi", {}, variant.name),
          variant.errors > 0 ? el("span", { class: "bad" }, count(variant.errors)) : "0",
          el("span", { class: "p50" }, report.NONE),
          el("span", { class: "p50-interval" }, report.NONE),
          el("span", { class: "p95" }, report.NONE),
          el("span", { class: "p95-interval" }, report.NONE),
          amounts(variant.cost),
          variant.cost.calls === 0 ? report.NONE : percent(variant.cost.pricedCalls / variant.cost.calls),
          costOfAnswer(variant) ? report.money(costOfAnswer(variant).amount, costOfAnswer(variant).currency) : report.NONE,
        ]),
        titles.map((title, i) => i > 0),
      ),
    );
  }

  const amounts = (cost) =>
    cost.amounts.length === 0 ? report.NONE : cost.amounts.map((each) => report.money(each.amount, each.currency)).join(" + ");

  /** The mean cost of the priced answers; nothing if none is priced, or in several currencies. */
  function costOfAnswer(variant) {
    const cost = variant.cost;
    return cost.pricedCalls === 0 || cost.amounts.length !== 1
      ? null
      : { amount: cost.amounts[0].amount / cost.pricedCalls, currency: cost.amounts[0].currency };
  }

  report.showLatencies = function (view, latencies) {
    const rows = view.querySelectorAll("#operations tbody tr");
    latencies.forEach((each, v) => {
      for (const share of ["p50", "p95"]) {
        rows[v].querySelector("." + share).textContent = seconds(each[share] && each[share].value);
        rows[v].querySelector("." + share + "-interval").textContent = report.interval(each[share], seconds);
      }
    });
  };

  /** The table of latency and cost says all of the section on cost but which models have no price. */
  const isNews = (each) => each.id !== "cost" || each.blocks.some((block) => (block.points || []).some((point) => point.details.length > 0));

  const TONES = { good: ["▲", "good news"], bad: ["▼", "bad news"], neutral: ["=", "no news"], unknown: ["?", "not known"] };

  function section(each) {
    return el(
      "section",
      { class: "finding", "aria-labelledby": "section-" + each.id },
      el("h2", { id: "section-" + each.id }, each.title),
      each.blocks.map(block),
    );
  }

  function block(each) {
    if (each.heading !== undefined) {
      return el("h3", { dir: "auto" }, each.heading);
    }
    if (each.words !== undefined) {
      return el("p", { dir: "auto" }, each.words);
    }
    if (each.points) {
      return el("ul", { class: "points" }, each.points.map(point));
    }
    if (each.table) {
      return table(
        each.table.columns.map((column) => column.title),
        each.table.lines.map((line) => line.cells),
        each.table.columns.map((column) => column.numeric),
      );
    }
    return el("div", { class: "cards" }, report.curves(each.curves));
  }

  function point(each) {
    const [sign, words] = TONES[each.tone];
    return el(
      "li",
      { class: "tone-" + each.tone },
      el("span", { class: "sign", role: "img", "aria-label": words }, sign),
      el(
        "div",
        { dir: "auto" },
        each.text,
        each.details.length > 0 && el("ul", {}, each.details.map((detail) => el("li", { dir: "auto" }, detail))),
      ),
    );
  }

  /** Draws what needs columns and latencies, once they are read. */
  report.showPlots = function (view, summary, rows, latencies) {
    const cards = summary.evaluators.map((_, e) => report.distribution(summary, rows, e));
    report.append(view.querySelector(".trade-offs"), [tradeOffs(summary, latencies)]);
    report.append(view.querySelector(".distributions"), [
      el(
        "section",
        { "aria-labelledby": "distributions" },
        el("h2", { id: "distributions" }, "Distributions"),
        el("div", { class: "cards" }, cards, report.latencyPlot(summary, rows, latencies)),
      ),
    ]);
  };

  function tradeOffs(summary, latencies) {
    if (summary.variants.length < 2) {
      return null;
    }
    const currencies = new Set(summary.variants.map(costOfAnswer).filter(Boolean).map((each) => each.currency));
    const axes = [
      currencies.size === 1 && {
        title: "cost of an answer, " + [...currencies][0],
        of: (variant) => (costOfAnswer(variant) ? costOfAnswer(variant).amount : NaN),
        write: number,
      },
      { title: "median latency", of: (_, v) => (latencies[v].p50 ? latencies[v].p50.value : NaN), write: seconds },
    ].filter(Boolean);
    const plots = el("div", { class: "cards" });
    const draw = (evaluator) => {
      const cards = axes.map((axis) => [axis, report.tradeOff(summary, evaluator, axis)]).filter(([, plot]) => plot);
      plots.replaceChildren(...cards.map(([axis, plot]) =>
        report.card("Quality and " + axis.title.split(",")[0], "up is " + direction(summary, evaluator) + ", left is better", plot)));
      return cards.length > 0;
    };
    if (!draw(0)) {
      return null;
    }
    const choose = el(
      "select",
      { id: "trade-off-by", on: { change: (event) => draw(Number(event.target.value)) } },
      summary.names.map((name, e) => el("option", { value: e }, name)),
    );
    return el(
      "section",
      { "aria-labelledby": "trade-offs" },
      el("h2", { id: "trade-offs" }, "Trade-offs"),
      el("p", { class: "faint" }, "Joined are the variants that no other beats in both, by their means alone."),
      summary.names.length > 1 && el("p", { class: "choice" }, el("label", { for: "trade-off-by" }, "Quality by "), choose),
      plots,
    );
  }

  const direction = (summary, evaluator) => (summary.evaluators[evaluator].direction === "higher_is_better" ? "better" : "worse");
})();
