"use strict";

/* What all parts of the page use: elements that hold text and never markup, and figures as people read them. */
const report = {};

(function () {
  const NONE = "—";

  /** Makes an element; a text child stays text, and a child that is null or false is left out. */
  report.el = function (name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) {
        continue;
      }
      if (key === "class") {
        element.className = value;
      } else if (key === "on") {
        for (const [event, listener] of Object.entries(value)) {
          element.addEventListener(event, listener);
        }
      } else {
        element.setAttribute(key, value === true ? "" : String(value));
      }
    }
    return report.append(element, children);
  };

  /** Makes an element of a drawing. */
  report.svg = function (name, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined) {
        element.setAttribute(key, String(value));
      }
    }
    return report.append(element, children);
  };

  report.append = function (element, children) {
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) {
        element.append(child instanceof Node ? child : document.createTextNode(String(child)));
      }
    }
    return element;
  };

  const known = (value) => typeof value === "number" && Number.isFinite(value);

  /** Three digits, or all those before the point; a dash for what is missing. */
  report.number = function (value) {
    if (!known(value)) {
      return NONE;
    }
    if (value !== 0 && (Math.abs(value) < 0.0001 || Math.abs(value) >= 1e9)) {
      return value.toExponential(2).replace("e+", "e");
    }
    return Math.abs(value) >= 100
      ? value.toLocaleString("en", { maximumFractionDigits: 0 })
      : value.toLocaleString("en", { maximumSignificantDigits: 3 });
  };

  /** Like number, with the zeros that make figures of one column line up. */
  report.fixed = (value) =>
    known(value) && Math.abs(value) < 100 && Math.abs(value) >= 0.0001
      ? value.toLocaleString("en", { minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
      : report.number(value);

  report.percent = function (share) {
    const digits = share === 0 || share === 1 ? 0 : 1;
    return known(share) ? (100 * share).toFixed(digits) + " %" : NONE;
  };

  report.count = (value) => (known(value) ? value.toLocaleString("en") : NONE);

  report.seconds = function (value) {
    if (!known(value)) {
      return NONE;
    }
    return value < 0.9995 && value > 0 ? report.number(1000 * value) + " ms" : report.fixed(value) + " s";
  };

  report.money = (amount, currency) => (known(amount) ? report.fixed(amount) + " " + currency : NONE);

  report.interval = (figure, write) =>
    figure && known(figure.low) && known(figure.high) ? write(figure.low) + " to " + write(figure.high) : NONE;

  report.plural = (count, one, many) => report.count(count) + " " + (count === 1 ? one : many || one + "s");

  /** A mark that tells outcomes apart by its shape, and by its colour too. */
  const MARKS = {
    passed: ["M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z", "passed"],
    failed: ["M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6", "failed"],
    observed: ["M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6z", "observed"],
    unknown: ["M8 2.8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4z", "no score"],
    none: ["M4 8h8", "nothing"],
  };

  report.mark = function (kind, title) {
    const [path, name] = MARKS[kind];
    return report.svg(
      "svg",
      { class: "mark mark-" + kind, viewBox: "0 0 16 16", role: "img", "aria-label": title || name },
      report.svg("path", { d: path }),
    );
  };

  const ICONS = {
    theme: ["M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z", "M8 2.5a5.5 5.5 0 0 1 0 11z"],
    up: ["M8 13V3.5M3.8 7.5L8 3.3l4.2 4.2"],
    down: ["M8 3v9.5M3.8 8.5L8 12.7l4.2-4.2"],
    close: ["M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4"],
    help: ["M5.6 6.2a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.9-1.1 1.7M8 12.6v.1"],
  };

  /** A button that shows a drawing and says in words what it does. */
  report.iconButton = (icon, label, id, press) =>
    report.el(
      "button",
      { type: "button", class: "icon icon-" + icon, id, "aria-label": label, title: label, on: { click: press } },
      report.svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, ICONS[icon].map((path) => report.svg("path", { d: path }))),
    );

  /** Calls once the browser has drawn what was changed. */
  report.drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));

  report.NONE = NONE;
})();
