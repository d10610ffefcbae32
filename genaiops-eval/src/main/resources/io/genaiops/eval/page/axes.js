"use strict";

/* Places figures in a drawing, and draws the axes below them. */
(function () {
  const { svg } = report;

  /** Places figures evenly between two ends. */
  report.linear = function (low, high, from, to) {
    const span = high - low || 1;
    const place = (value) => from + ((value - low) / span) * (to - from);
    place.ticks = (count) => ticks(low, high, count);
    place.low = low;
    place.high = high;
    return place;
  };

  /** Places figures above 0 so that equal ratios are equal distances. */
  report.logarithmic = function (low, high, from, to) {
    const inner = report.linear(Math.log(low), Math.log(high), from, to);
    const place = (value) => inner(Math.log(value));
    place.ticks = () => powers(low, high);
    place.low = low;
    place.high = high;
    return place;
  };

  function ticks(low, high, count) {
    const raw = (high - low) / Math.max(1, count);
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= raw * 0.999);
    const result = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      result.push(Number((i * step).toPrecision(12)));
    }
    return result;
  }

  function powers(low, high) {
    const wide = high / low > 200;
    const result = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const factor of wide ? [1] : [1, 2, 5]) {
        const value = factor * Math.pow(10, power);
        if (value >= low && value <= high) {
          result.push(value);
        }
      }
    }
    return result;
  }

  /** Draws a line with figures below it. */
  report.axisBelow = function (place, top, write, count) {
    return svg(
      "g",
      { class: "axis" },
      place.ticks(count || 5).map((tick) => [
        svg("line", { x1: place(tick), x2: place(tick), y1: top, y2: top + 4 }),
        svg("text", { x: place(tick), y: top + 16, "text-anchor": "middle" }, write(tick)),
      ]),
    );
  };

  /** Draws faint lines with figures to the left. */
  report.axisLeft = function (place, left, right, write) {
    return svg(
      "g",
      { class: "axis" },
      place.ticks(4).map((tick) => [
        svg("line", { class: "grid", x1: left, x2: right, y1: place(tick), y2: place(tick) }),
        svg("text", { x: left - 8, y: place(tick) + 4, "text-anchor": "end" }, write(tick)),
      ]),
    );
  };

  /** Makes a drawing that is drawn anew when its width changes; the label says in words what it shows. */
  report.drawing = function (label, height, draw) {
    const frame = report.el("div", { class: "drawing" });
    let drawn = 0;
    const redraw = (width) => {
      if (width > 0 && width !== drawn) {
        drawn = width;
        const image = svg("svg", {
          viewBox: "0 0 " + width + " " + height,
          width,
          height,
          role: "img",
          "aria-label": label,
        });
        report.append(image, [draw(width)]);
        frame.replaceChildren(image);
      }
    };
    new ResizeObserver((entries) => redraw(Math.round(entries[0].contentRect.width))).observe(frame);
    return frame;
  };

  /** Finds a place for each label beside its spot where it covers no other, as far as there is one. */
  report.placeLabels = function (spots, width) {
    const taken = spots.map((spot) => box(spot.x - 6, spot.y - 6, 12, 12));
    return spots.map((spot) => {
      const size = Math.min(Array.from(spot.text).length * 6, width * 0.4);
      const places = [
        { x: spot.x + 10, y: spot.y - 8, anchor: "start" }, { x: spot.x - 10, y: spot.y - 8, anchor: "end" },
        { x: spot.x + 10, y: spot.y + 16, anchor: "start" }, { x: spot.x - 10, y: spot.y + 16, anchor: "end" },
        { x: spot.x + 12, y: spot.y + 4, anchor: "start" }, { x: spot.x - 12, y: spot.y + 4, anchor: "end" },
      ].map((place) => ({ ...place, box: box(place.anchor === "end" ? place.x - size : place.x, place.y - 11, size, 14) }));
      const inside = places.filter((place) => place.box.left >= 50 && place.box.right <= width);
      const free = inside.find((place) => !taken.some((other) => overlaps(other, place.box)));
      const chosen = free || inside[0] || places[0];
      taken.push(chosen.box);
      return chosen;
    });
  };

  const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
  const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /** Shortens a text to about the width it may have, whole in its title. */
  report.fitted = function (text, width) {
    const most = Math.max(4, Math.floor(width / 6));
    const shown = Array.from(text);
    return shown.length <= most ? text : shown.slice(0, most - 1).join("") + "…";
  };
})();
