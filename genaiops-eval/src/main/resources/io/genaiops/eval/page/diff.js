"use strict";

/* Compares two texts word by word. */
(function () {
  const MOST_EDITS = 1500;

  const words = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) || [];

  /**
   * Returns runs of words as [kind, text], kind being "same", "gone" or "new". Source: Myers 1986, Algorithmica 1:251.
   * Texts that share next to nothing come back as one that is gone and one that is new.
   */
  report.diff = function (before, after) {
    const a = words(before);
    const b = words(after);
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) {
      start++;
    }
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
      end++;
    }
    const runs = [];
    add(runs, "same", a.slice(0, start));
    middle(a.slice(start, a.length - end), b.slice(start, b.length - end), runs);
    add(runs, "same", a.slice(a.length - end));
    return runs;
  };

  function add(runs, kind, some) {
    if (some.length === 0) {
      return;
    }
    const last = runs[runs.length - 1];
    if (last && last[0] === kind) {
      last[1] += some.join("");
    } else {
      runs.push([kind, some.join("")]);
    }
  }

  function middle(a, b, runs) {
    const trace = a.length > 0 && b.length > 0 ? search(a, b) : null;
    if (trace === null) {
      add(runs, "gone", a);
      add(runs, "new", b);
      return;
    }
    const found = [];
    for (const [kind, word] of back(a, b, trace)) {
      add(found, kind, [word]);
    }
    join(found, runs);
  }

  const isCrumb = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length < 3;

  /** Reads better: a word or two that stayed between two changes belong to one change, gone before new. */
  function join(found, runs) {
    let gone = [];
    let fresh = [];
    const flush = () => {
      add(runs, "gone", gone);
      add(runs, "new", fresh);
      gone = [];
      fresh = [];
    };
    found.forEach(([kind, text], i) => {
      const between = i > 0 && i < found.length - 1 && isCrumb(text);
      if (kind === "same" && !between) {
        flush();
        add(runs, "same", [text]);
      } else {
        if (kind !== "new") {
          gone.push(text);
        }
        if (kind !== "gone") {
          fresh.push(text);
        }
      }
    });
    flush();
  }

  /** Finds the fewest words to take away and add; keeps how far each number of edits came. */
  function search(a, b) {
    const most = Math.min(a.length + b.length, MOST_EDITS);
    const size = 2 * most + 3;
    const offset = most + 1;
    let furthest = new Int32Array(size);
    const trace = [];
    for (let edits = 0; edits <= most; edits++) {
      trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
      for (let k = -edits; k <= edits; k += 2) {
        const down = k === -edits || (k !== edits && furthest[offset + k - 1] < furthest[offset + k + 1]);
        let x = down ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
        while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
          x++;
        }
        furthest[offset + k] = x;
        if (x >= a.length && x - k >= b.length) {
          return trace;
        }
      }
    }
    return null;
  }

  function back(a, b, trace) {
    const result = [];
    let x = a.length;
    let y = b.length;
    for (let edits = trace.length - 1; edits >= 0; edits--) {
      const furthest = (k) => trace[edits][k + edits + 1];
      const k = x - y;
      const down = k === -edits || (k !== edits && furthest(k - 1) < furthest(k + 1));
      const fromX = edits === 0 ? 0 : down ? furthest(k + 1) : furthest(k - 1);
      const fromY = edits === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
      while (x > fromX && y > fromY) {
        result.push(["same", a[--x]]);
        y--;
      }
      if (edits > 0) {
        result.push(down ? ["new", b[--y]] : ["gone", a[--x]]);
      }
    }
    return result.reverse();
  }
})();
