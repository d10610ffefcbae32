"use strict";

/* Draws what a table of figures hides: how scores and latencies lie, and what quality costs. */
(function () {
  const { el, svg } = report;
  const BINS = 30;
  const LABEL = 150;
  const ROW = 46;

  const card = (title, note, ...content) =>
    el("figure", { class: "card" }, el("figcaption", {}, el("h3", {}, title), note && el("p", {}, note)), content);

  /** The scores of each variant by one evaluator, one row of bars for each. */
  report.distribution = function (summary, rows, evaluator) {
    const described = summary.evaluators[evaluator];
    const columns = rows.variants.map((variant) => variant.scores[evaluator].filter((score) => !Number.isNaN(score)));
    const bins = binsOf(described.scale, columns);
    if (bins === null) {
      return null;
    }
    const note = described.threshold ? "passes " + described.threshold.words : "only observed";
    return card(summary.names[evaluator], note, ridge(summary, columns, bins, report.number, {
      label: "Distribution of the scores of " + summary.names[evaluator],
      threshold: described.threshold,
    }));
  };

  /** The latencies of each variant, on a scale of ratios, with median and 95th percentile. */
  report.latencyPlot = function (summary, rows, latencies) {
    const columns = rows.variants.map((variant) => variant.latencies.filter((time) => time > 0));
    const all = ends(columns);
    if (all === null) {
      return null;
    }
    const low = all.low / 1.1;
    const high = all.high * 1.1;
    const bins = { low, high, ratios: true, count: BINS, of: (value) => bin(Math.log(value / low), Math.log(high / low)) };
    return card("Latency", "seconds to the whole answer; marks at p50 and p95", ridge(summary, columns, bins, report.seconds, {
      label: "Distribution of the latencies",
      marks: latencies.map((each) => (each.p50 ? [each.p50.value, each.p95.value] : [])),
    }));
  };

  const bin = (part, whole) => Math.min(BINS - 1, Math.floor((part / whole) * BINS));

  function ends(columns) {
    let low = Infinity;
    let high = -Infinity;
    for (const column of columns) {
      for (const value of column) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low <= high ? { low, high } : null;
  }

  /** Whole scores on a short scale have a bar each; all others share the scale in equal parts. */
  function binsOf(scale, columns) {
    const found = ends(columns);
    if (found === null) {
      return null;
    }
    const low = scale.min === undefined ? found.low : scale.min;
    const high = scale.max === undefined ? Math.max(found.high, low + 1e-9) : scale.max;
    const whole = Number.isInteger(low) && high - low < BINS && columns.every((column) => column.every(Number.isInteger));
    if (whole) {
      const top = Math.floor(high);
      return { low: low - 0.5, high: top + 0.5, count: top - low + 1, of: (value) => Math.round(value - low), whole };
    }
    return { low, high, count: BINS, of: (value) => Math.max(0, bin(value - low, high - low)) };
  }

  function ridge(summary, columns, bins, write, options) {
    const height = columns.length * ROW + 34;
    return report.drawing(options.label, height, (width) => {
      const left = Math.min(LABEL, width * 0.36);
      const scale = bins.ratios ? report.logarithmic : report.linear;
      const place = scale(bins.low, bins.high, left, width - 12);
      const bottom = columns.length * ROW + 8;
      return [
        columns.map((column, v) => ridgeRow(summary.variants[v].name, column, bins, place, {
          top: v * ROW + 8, left, right: width - 12, marks: options.marks && options.marks[v],
        })),
        thresholdLines(options.threshold, place, bins, bottom),
        report.axisBelow(place, bottom, write, bins.whole ? Math.min(bins.count, 8) : Math.max(2, width / 90)),
      ];
    });
  }

  function ridgeRow(name, column, bins, place, at) {
    const counts = new Array(bins.count).fill(0);
    column.forEach((value) => counts[bins.of(value)]++);
    const most = Math.max(1, ...counts);
    const step = (at.right - at.left) / bins.count;
    const base = at.top + ROW - 10;
    const gap = bins.whole ? Math.min(6, step / 4) : 1;
    return svg(
      "g",
      {},
      svg("text", { class: "label", x: 0, y: base - 4 }, svg("title", {}, name), report.fitted(name, at.left - 12)),
      svg("line", { class: "base", x1: at.left, x2: at.right, y1: base, y2: base }),
      counts.map((count, i) => count > 0 && svg(
        "rect",
        {
          class: "bar-fill", x: at.left + i * step + gap / 2, width: Math.max(1, step - gap),
          y: base - (count / most) * (ROW - 16), height: (count / most) * (ROW - 16), rx: 1,
        },
        svg("title", {}, report.plural(count, "answer")),
      )),
      (at.marks || []).map((mark) => svg("line", { class: "tick-mark", x1: place(mark), x2: place(mark), y1: base - 26, y2: base + 3 })),
      column.length === 0 && svg("text", { class: "faint", x: at.left + 6, y: base - 6 }, "nothing to show"),
    );
  }

  function thresholdLines(threshold, place, bins, bottom) {
    return [threshold && threshold.from, threshold && threshold.to]
      .filter((limit) => limit !== undefined && limit !== null && limit > bins.low && limit < bins.high)
      .map((limit) => svg("line", { class: "threshold", x1: place(limit), x2: place(limit), y1: 4, y2: bottom }));
  }

  /** The mean of an evaluator against what each variant costs or takes; variants that no other beats are joined. */
  report.tradeOff = function (summary, evaluator, axis) {
    const spots = summary.variants
      .map((variant, v) => ({ name: variant.name, x: axis.of(variant, v), mean: variant.measurements[evaluator].mean }))
      .filter((spot) => Number.isFinite(spot.x) && spot.mean);
    if (spots.length === 0) {
      return null;
    }
    const higher = summary.evaluators[evaluator].direction === "higher_is_better";
    const front = spots.filter((spot) => !spots.some((other) => beats(other, spot, higher))).sort((a, b) => a.x - b.x);
    const label = summary.names[evaluator] + " against " + axis.title;
    return report.drawing(label, 230, (width) => scatter(spots, front, axis, width));
  };

  function beats(one, other, higher) {
    const better = (a, b) => (higher ? a >= b : a <= b);
    const differs = one.x !== other.x || one.mean.value !== other.mean.value;
    return differs && one.x <= other.x && better(one.mean.value, other.mean.value);
  }

  function scatter(spots, front, axis, width) {
    const lows = spots.map((spot) => (spot.mean.low === undefined ? spot.mean.value : spot.mean.low));
    const highs = spots.map((spot) => (spot.mean.high === undefined ? spot.mean.value : spot.mean.high));
    const low = Math.min(...lows);
    const high = Math.max(...highs);
    const slack = (high - low || Math.abs(high) || 1) * 0.12;
    const most = Math.max(...spots.map((spot) => spot.x));
    const x = report.linear(0, most * 1.15 || 1, 52, width - 16);
    const y = report.linear(low - slack, high + slack, 190, 12);
    return [
      report.axisLeft(y, 52, width - 16, report.number),
      report.axisBelow(x, 190, axis.write, Math.max(2, width / 110)),
      svg("text", { class: "faint", x: width - 16, y: 226, "text-anchor": "end" }, axis.title),
      svg("polyline", { class: "front", points: front.map((spot) => x(spot.x) + "," + y(spot.mean.value)).join(" ") }),
      spots.map((spot) => spotMark(spot, front.includes(spot), x, y)),
      spotLabels(spots, x, y, width),
    ];
  }

  function spotMark(spot, best, x, y) {
    return svg(
      "g",
      {},
      spot.mean.low !== undefined &&
        svg("line", { class: "whisker", x1: x(spot.x), x2: x(spot.x), y1: y(spot.mean.low), y2: y(spot.mean.high) }),
      svg("circle", { class: best ? "spot" : "spot beaten", cx: x(spot.x), cy: y(spot.mean.value), r: 5 }),
    );
  }

  function spotLabels(spots, x, y, width) {
    const places = report.placeLabels(spots.map((spot) => ({ x: x(spot.x), y: y(spot.mean.value), text: spot.name })), width);
    return spots.map((spot, i) => svg(
      "text",
      { class: "label halo", x: places[i].x, y: places[i].y, "text-anchor": places[i].anchor },
      svg("title", {}, spot.name),
      report.fitted(spot.name, width * 0.4),
    ));
  }

  /** Lines over places, each with its interval; two series of one name look alike and are not joined. */
  report.curves = function (curves) {
    const spots = curves.series.flatMap((series) => series.spots);
    const names = [...new Set(curves.series.map((series) => series.name))];
    const height = 220 + names.length * 18;
    const drawing = report.drawing(curves.title, height, (width) => {
      const low = Math.min(...spots.map((spot) => (spot.low === undefined ? spot.value : spot.low)));
      const high = Math.max(...spots.map((spot) => (spot.high === undefined ? spot.value : spot.high)));
      const slack = (high - low || 1) * 0.1;
      const places = spots.map((spot) => spot.across);
      const x = report.linear(Math.min(...places) - (curves.ticks.length ? 0.4 : 0), Math.max(...places) + (curves.ticks.length ? 0.4 : 0), 56, width - 16);
      const y = report.linear(low - slack, high + slack, 180, 12);
      return [
        report.axisLeft(y, 56, width - 16, report.number),
        curves.ticks.length ? namedTicks(curves.ticks, x, 180, width) : report.axisBelow(x, 180, report.number),
        svg("text", { class: "faint", x: width - 16, y: 212, "text-anchor": "end" }, curves.across),
        curves.series.map((series) => line(series, names.indexOf(series.name), x, y)),
        names.map((name, i) => legend(name, i, 226 + i * 18, width)),
      ];
    });
    return card(curves.title, null, drawing);
  };

  function namedTicks(names, x, top, width) {
    const room = (width - 72) / names.length;
    const step = Math.max(1, Math.ceil(76 / room));
    return svg("g", { class: "axis" }, names.map((name, i) => i % step === 0 && [
      svg("line", { x1: x(i), x2: x(i), y1: top, y2: top + 4 }),
      svg("text", { x: x(i), y: top + 16, "text-anchor": "middle" }, report.fitted(name, Math.max(room * step, 70))),
    ]));
  }

  const look = (index) => "series series-" + (index % 6);

  function line(series, index, x, y) {
    return svg(
      "g",
      { class: look(index) },
      svg("polyline", { class: "series-line", points: series.spots.map((spot) => x(spot.across) + "," + y(spot.value)).join(" ") }),
      series.spots.map((spot) => [
        spot.low !== undefined &&
          svg("line", { class: "whisker", x1: x(spot.across), x2: x(spot.across), y1: y(spot.low), y2: y(spot.high) }),
        svg("circle", { class: "series-spot", cx: x(spot.across), cy: y(spot.value), r: 4 }, svg("title", {}, series.name + " " + report.number(spot.value))),
      ]),
    );
  }

  function legend(name, index, top, width) {
    return svg(
      "g",
      { class: look(index) },
      svg("line", { class: "series-line", x1: 56, x2: 76, y1: top, y2: top }),
      svg("circle", { class: "series-spot", cx: 66, cy: top, r: 4 }),
      svg("text", { class: "label", x: 84, y: top + 4 }, svg("title", {}, name), report.fitted(name, width - 100)),
    );
  }

  /** A dot with its interval on a short scale, for a cell of a table. */
  report.dotAndWhisker = function (figure, low, high, limits) {
    const x = report.linear(low, high, 4, 136);
    return svg(
      "svg",
      { class: "whiskers", viewBox: "0 0 140 20", width: 140, height: 20, "aria-hidden": "true" },
      svg("line", { class: "base", x1: 4, x2: 136, y1: 10, y2: 10 }),
      (limits || []).map((limit) => svg("line", { class: "threshold", x1: x(limit), x2: x(limit), y1: 2, y2: 18 })),
      figure && figure.low !== undefined && svg("line", { class: "range", x1: x(figure.low), x2: x(figure.high), y1: 10, y2: 10 }),
      figure && svg("circle", { class: "spot", cx: x(figure.value), cy: 10, r: 4 }),
    );
  };

  report.card = card;
})();
