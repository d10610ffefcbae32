"use strict";

/* Reads the parts of the file. Columns are read at once; texts when a reader comes to them. */
(function () {
  const TYPE = "application/vnd.genaiops.part";
  const MOST_KEPT = 24;
  const EMPTY = "-".charCodeAt(0);

  const elements = (name) => document.querySelectorAll('script[type="' + TYPE + '"][data-part="' + name + '"]');

  function bytes(base64) {
    if (Uint8Array.fromBase64) {
      return Uint8Array.fromBase64(base64);
    }
    const binary = atob(base64);
    const result = new Uint8Array(binary.length);
    for (let i = 0; i < result.length; i++) {
      result[i] = binary.charCodeAt(i);
    }
    return result;
  }

  async function read(element) {
    const stream = new Blob([bytes(element.textContent)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  /** The figures of the result, which stand in front of everything else. */
  report.readSummary = () => read(elements("summary")[0]);

  report.readLatencies = () => read(elements("latencies")[0]);

  /** Tells whether the file was written to its end. */
  report.isComplete = () => elements("end").length === 1;

  report.hasRows = () => elements("rows").length > 0;

  /** Reads ids, tags, outcomes, scores and latencies of all samples into arrays, one place for each answer. */
  report.readRows = async function (summary) {
    const parts = await Promise.all(Array.from(elements("rows"), read));
    const size = parts.reduce((sum, part) => sum + part.ids.length, 0);
    const rows = {
      size,
      repetitions: summary.repetitions,
      ids: [],
      tags: [],
      tagNames: [],
      variants: summary.variants.map(() => ({
        answered: new Uint8Array(size * summary.repetitions),
        latencies: new Float64Array(size * summary.repetitions).fill(NaN),
        states: summary.evaluators.map(() => new Uint8Array(size * summary.repetitions)),
        scores: summary.evaluators.map(() => new Float64Array(size * summary.repetitions).fill(NaN)),
      })),
    };
    const seen = new Map();
    for (const part of parts) {
      part.ids.forEach((id) => rows.ids.push(id));
      part.tags.forEach((tags) => rows.tags.push(tags.map((tag) => intern(tag, seen, rows.tagNames))));
      part.variants.forEach((column, v) => fill(column, part.from * summary.repetitions, rows.variants[v]));
    }
    return rows;
  };

  function intern(tag, seen, names) {
    if (!seen.has(tag)) {
      seen.set(tag, names.length);
      names.push(tag);
    }
    return seen.get(tag);
  }

  function fill(column, from, variant) {
    for (let i = 0; i < column.answered.length; i++) {
      variant.answered[from + i] = column.answered.charCodeAt(i);
      if (column.latencies[i] !== null) {
        variant.latencies[from + i] = column.latencies[i];
      }
    }
    column.states.forEach((states, e) => {
      let next = 0;
      for (let i = 0; i < states.length; i++) {
        const state = states.charCodeAt(i);
        variant.states[e][from + i] = state;
        if (report.isScore(state)) {
          variant.scores[e][from + i] = column.scores[e][next++];
        }
      }
    });
  }

  const PASSED = "P".charCodeAt(0);
  const FAILED = "F".charCodeAt(0);
  const OBSERVED = "O".charCodeAt(0);
  const KINDS = { N: "not applicable", U: "unscored", E: "errored", S: "skipped" };

  report.isScore = (state) => state === PASSED || state === FAILED || state === OBSERVED;
  report.isPass = (state) => state === PASSED;
  report.isFailure = (state) => state === FAILED;
  report.isMissing = (state) => state === EMPTY;
  report.kindOf = (state) => KINDS[String.fromCharCode(state)] || null;
  report.stateOf = (letter) => letter.charCodeAt(0);

  /** What the repetitions of a sample come to: one failure fails it, one without a score leaves it open. */
  report.verdictOf = function (rows, row, variant, evaluator) {
    const states = rows.variants[variant].states[evaluator];
    let verdict = "none";
    for (let i = row * rows.repetitions; i < (row + 1) * rows.repetitions; i++) {
      const state = states[i];
      if (state === FAILED) {
        return "failed";
      }
      if (report.kindOf(state)) {
        verdict = "unknown";
      } else if (verdict === "none" && state !== EMPTY) {
        verdict = state === PASSED ? "passed" : "observed";
      }
    }
    return verdict;
  };

  /** The mean of the scores that the repetitions of a sample have; not a number if none has. */
  report.scoreOf = function (rows, row, variant, evaluator) {
    const scores = rows.variants[variant].scores[evaluator];
    let sum = 0;
    let count = 0;
    for (let i = row * rows.repetitions; i < (row + 1) * rows.repetitions; i++) {
      if (!Number.isNaN(scores[i])) {
        sum += scores[i];
        count++;
      }
    }
    return count === 0 ? NaN : sum / count;
  };

  /** Tells whether a sample passes in one variant and fails in another. */
  report.flips = function (rows, row, evaluators) {
    return evaluators.some((evaluator) => {
      let passed = false;
      let failed = false;
      for (let variant = 0; variant < rows.variants.length; variant++) {
        const verdict = report.verdictOf(rows, row, variant, evaluator);
        passed = passed || verdict === "passed";
        failed = failed || verdict === "failed";
      }
      return passed && failed;
    });
  };

  /** Puts together what a part holds of a row; in the file like stands beside like. */
  const assembled = (part, i) => ({
    ...part.samples[i],
    variants: part.origins[i].map((trials, v) =>
      trials.map((origin, t) => ({ ...origin, response: part.responses[i][v][t], reasons: part.reasons[i][v][t] }))),
  });

  /** Reads texts part by part and keeps the parts used last. */
  report.Texts = class {
    constructor() {
      this.elements = Array.from(elements("texts"));
      this.starts = this.elements.map((element) => Number(element.dataset.from));
      this.kept = new Map();
      this.size = this.elements.length;
    }

    partOf(row) {
      let low = 0;
      let high = this.starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.starts[middle] <= row) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }

    part(index) {
      const kept = this.kept.get(index);
      if (kept) {
        this.kept.delete(index);
        this.kept.set(index, kept);
        return kept;
      }
      const entry = { value: null, promise: null };
      entry.promise = read(this.elements[index]).then((value) => (entry.value = value));
      this.kept.set(index, entry);
      if (this.kept.size > MOST_KEPT) {
        this.kept.delete(this.kept.keys().next().value);
      }
      return entry;
    }

    /** The texts of a row if they are read already; else null. */
    now(row) {
      const value = this.part(this.partOf(row)).value;
      return value && assembled(value, row - value.from);
    }

    async of(row) {
      const value = await this.part(this.partOf(row)).promise;
      return assembled(value, row - value.from);
    }

    /** Reads the rows of a part without keeping them, for a search through all; returns the first and the texts of each. */
    async passing(index) {
      const kept = this.kept.get(index);
      const value = await (kept ? kept.promise : read(this.elements[index]));
      return { from: value.from, rows: value.samples.map((_, i) => assembled(value, i)) };
    }
  };
})();
