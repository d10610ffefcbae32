"use strict";

/* Decides which samples are shown and in which order. */
(function () {
  const OUTCOMES = [
    ["", "Any outcome"],
    ["passed", "Passed"],
    ["failed", "Failed"],
    ["inconclusive", "Inconclusive"],
    ["no_score", "No score"],
    ["not_applicable", "– not applicable"],
    ["unscored", "– unscored"],
    ["errored", "– errored"],
    ["skipped", "– skipped"],
    ["no_answer", "No answer"],
  ];
  const LETTERS = { passed: "P", failed: "F", not_applicable: "N", unscored: "U", errored: "E", skipped: "S" };
  const UNANSWERED = report.stateOf("0");

  report.OUTCOMES = OUTCOMES;

  report.noFilter = () => ({ text: "", tag: "", variant: "", evaluator: "", outcome: "", flip: false, order: "dataset" });

  /** Answers questions about all samples of a result. */
  report.Samples = class {
    constructor(summary, rows) {
      this.summary = summary;
      this.rows = rows;
      this.judged = summary.evaluators.map((each, e) => (each.threshold ? e : -1)).filter((e) => e >= 0);
      this.flipped = null;
      this.severities = null;
    }

    /** The samples that fit everything but the text, in order. */
    matching(filter) {
      const tag = filter.tag === "" ? -1 : Number(filter.tag);
      const variants = this.chosen(filter.variant, this.rows.variants.length);
      const evaluators = this.chosen(filter.evaluator, this.summary.evaluators.length);
      const fits = this.outcomeOf(filter.outcome);
      const result = [];
      for (let row = 0; row < this.rows.size; row++) {
        if (
          (tag < 0 || this.rows.tags[row].includes(tag)) &&
          (!filter.flip || this.flips(row, filter.evaluator)) &&
          (fits === null || this.has(row, variants, evaluators, fits))
        ) {
          result.push(row);
        }
      }
      return this.ordered(result, filter);
    }

    chosen(choice, count) {
      return choice === "" ? Array.from({ length: count }, (_, i) => i) : [Number(choice)];
    }

    outcomeOf(outcome) {
      if (outcome === "") {
        return null;
      }
      if (outcome === "no_answer") {
        return (state, evaluator, answered) => answered === UNANSWERED;
      }
      if (outcome === "no_score") {
        return (state) => report.kindOf(state) !== null;
      }
      if (outcome === "inconclusive") {
        return (state, evaluator) => report.kindOf(state) !== null && this.judged.includes(evaluator);
      }
      const wanted = report.stateOf(LETTERS[outcome]);
      return (state) => state === wanted;
    }

    has(row, variants, evaluators, fits) {
      const from = row * this.rows.repetitions;
      for (const v of variants) {
        const variant = this.rows.variants[v];
        for (const e of evaluators) {
          for (let i = from; i < from + this.rows.repetitions; i++) {
            if (fits(variant.states[e][i], e, variant.answered[i])) {
              return true;
            }
          }
        }
      }
      return false;
    }

    flips(row, evaluator) {
      if (evaluator !== "" && evaluator !== undefined) {
        return report.flips(this.rows, row, [Number(evaluator)]);
      }
      if (this.flipped === null) {
        this.flipped = new Uint8Array(this.rows.size);
        for (let each = 0; each < this.rows.size; each++) {
          this.flipped[each] = report.flips(this.rows, each, this.judged) ? 1 : 0;
        }
      }
      return this.flipped[row] === 1;
    }

    ordered(found, filter) {
      if (filter.order === "worst") {
        const severities = this.severity();
        return found.sort((a, b) => severities[b] - severities[a] || a - b);
      }
      if (filter.order === "difference") {
        const evaluators = this.chosen(filter.evaluator, this.summary.evaluators.length);
        const spread = new Map(found.map((row) => [row, this.difference(row, evaluators)]));
        return found.sort((a, b) => spread.get(b) - spread.get(a) || a - b);
      }
      return found;
    }

    /** How far apart the variants are, as a share of the scale or, where it has no end, of the scores. */
    difference(row, evaluators) {
      let most = 0;
      for (const e of evaluators) {
        const scores = this.rows.variants
          .map((_, v) => report.scoreOf(this.rows, row, v, e))
          .filter((score) => !Number.isNaN(score));
        if (scores.length > 1) {
          const { min, max } = this.summary.evaluators[e].scale;
          const size = min !== undefined && max !== undefined ? max - min : Math.max(...scores.map(Math.abs)) || 1;
          most = Math.max(most, (Math.max(...scores) - Math.min(...scores)) / size);
        }
      }
      return most;
    }

    /**
     * How much a look is needed: on average over the repetitions 2 for each failed check and 1 for each without a score;
     * a missing answer counts as if it had failed every check. The worst variant counts.
     */
    severity() {
      if (this.severities === null) {
        this.severities = new Float64Array(this.rows.size);
        for (let row = 0; row < this.rows.size; row++) {
          this.severities[row] = Math.max(...this.rows.variants.map((variant) => this.severityOf(variant, row)));
        }
      }
      return this.severities;
    }

    severityOf(variant, row) {
      let points = 0;
      let trials = 0;
      for (let i = row * this.rows.repetitions; i < (row + 1) * this.rows.repetitions; i++) {
        if (!report.isMissing(variant.answered[i])) {
          trials++;
          points += variant.answered[i] === UNANSWERED ? 2 * Math.max(1, this.judged.length) : this.pointsOf(variant, i);
        }
      }
      return trials === 0 ? 0 : points / trials;
    }

    pointsOf(variant, i) {
      let points = 0;
      for (const e of this.judged) {
        const state = variant.states[e][i];
        points += report.isFailure(state) ? 2 : report.kindOf(state) ? 1 : 0;
      }
      return points;
    }
  };

  /** Everything a reader may look for in a sample, in lower case. */
  report.haystack = function (texts) {
    const all = [texts.id, texts.input, texts.references, texts.tags];
    (texts.context || []).forEach((document) => all.push(document.id, document.text));
    Object.entries(texts.attributes || {}).forEach(([name, value]) =>
      all.push(name, typeof value === "string" ? value : JSON.stringify(value)));
    texts.variants.flat().forEach((answer) =>
      all.push(answer.response, answer.error, answer.model, answer.prompt, answer.reasons.flat()));
    return all.flat().filter(Boolean).join("\n").toLowerCase();
  };
})();
