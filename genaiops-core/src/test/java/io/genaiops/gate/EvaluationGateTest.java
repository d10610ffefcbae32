package io.genaiops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationGateTest {

    private static final AssetId ID = AssetId.prompt("trail-guide");
    private static final Version VERSION = Version.of(2, 0, 0);
    private static final Digest DIGEST = Digest.ofText("candidate");
    private static final Digest OTHER = Digest.ofText("somebody else");
    private static final Digest DATASET = Digest.ofText("rows");

    @Test
    void a_figure_above_the_bound_passes_with_the_figure_as_reason() {
        Verdict verdict = Gate.mean("token_f1").atLeast(0.5).decide(candidate(evidence(DIGEST, figure(0.62, 80, 80))));

        assertThat(verdict.isPass()).isTrue();
        assertThat(verdict.reasons())
                .containsExactly("mean of 'token_f1' is 0.620 (0.520 to 0.720 at 95 %, 80 of 80 items scored);"
                        + " at least 0.500 required");
    }

    @Test
    void a_figure_below_the_bound_fails() {
        Verdict verdict = Gate.mean("token_f1").atLeast(0.7).decide(candidate(evidence(DIGEST, figure(0.62, 80, 80))));

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(verdict.reasons().get(0)).endsWith("at least 0.700 required");
    }

    @Test
    void a_confident_gate_looks_at_the_near_end_of_the_interval() {
        Candidate candidate = candidate(evidence(DIGEST, figure(0.62, 80, 80)));

        assertThat(Gate.mean("token_f1")
                        .confidently()
                        .atLeast(0.6)
                        .decide(candidate)
                        .isPass())
                .isFalse();
        assertThat(Gate.mean("token_f1")
                        .confidently()
                        .atLeast(0.5)
                        .decide(candidate)
                        .isPass())
                .isTrue();
        assertThat(Gate.mean("token_f1")
                        .confidently()
                        .atMost(0.7)
                        .decide(candidate)
                        .isPass())
                .isFalse();
        assertThat(Gate.mean("token_f1").atMost(0.7).decide(candidate).isPass()).isTrue();
    }

    @Test
    void evidence_about_another_digest_is_void() {
        Verdict verdict = Gate.mean("token_f1").atLeast(0.1).decide(candidate(evidence(OTHER, figure(0.62, 80, 80))));

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(verdict.reasons().get(0))
                .contains("no evidence about prompt 'trail-guide' 2.0.0 with digest " + DIGEST.abbreviated())
                .contains("it is about trail-guide:2.0.0 with digest " + OTHER.abbreviated());
    }

    @Test
    void no_evidence_fails() {
        assertThat(Gate.mean("token_f1").atLeast(0.1).decide(candidate()).isPass())
                .isFalse();
    }

    @Test
    void a_missing_figure_fails_and_names_those_that_are_there() {
        Verdict verdict =
                Gate.passRate("rouge_l").atLeast(0.1).decide(candidate(evidence(DIGEST, figure(0.6, 80, 80))));

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(verdict.reasons().get(0))
                .contains("no pass rate of 'rouge_l'")
                .contains("[mean of 'token_f1']");
    }

    @Test
    void coverage_below_95_percent_fails_unless_said_otherwise() {
        Candidate candidate = candidate(evidence(DIGEST, figure(0.62, 80, 70)));

        assertThat(Gate.mean("token_f1")
                        .atLeast(0.5)
                        .decide(candidate)
                        .reasons()
                        .get(0))
                .contains("70 of 80 items scored")
                .endsWith("a coverage of at least 95 % is required");
        assertThat(Gate.mean("token_f1")
                        .coverage(0.8)
                        .atLeast(0.5)
                        .decide(candidate)
                        .isPass())
                .isTrue();
    }

    @Test
    void too_few_items_fail() {
        Candidate candidate = candidate(evidence(DIGEST, figure(0.62, 5, 5)));

        assertThat(Gate.mean("token_f1")
                        .items(40)
                        .atLeast(0.5)
                        .decide(candidate)
                        .reasons()
                        .get(0))
                .endsWith("at least 40 items are required");
    }

    @Test
    void evidence_that_measured_something_else_is_no_obstacle() {
        Figure other = new Figure("toxicity", DIGEST, Figure.Kind.MEAN, 0.1, 0.1, 0.1, 0.95, 80, 80);
        Candidate candidate = candidate(evidence(DIGEST, other), evidence(DIGEST, figure(0.62, 80, 80)));

        assertThat(Gate.mean("token_f1").atLeast(0.5).decide(candidate).isPass())
                .isTrue();
        assertThat(Gate.mean("bleu").atLeast(0.5).decide(candidate).reasons().get(0))
                .endsWith("it has [mean of 'toxicity', mean of 'token_f1']");
    }

    @Test
    void two_pieces_of_evidence_must_both_pass() {
        Candidate candidate = candidate(evidence(DIGEST, figure(0.62, 80, 80)), evidence(DIGEST, figure(0.42, 80, 80)));

        Verdict verdict = Gate.mean("token_f1").atLeast(0.5).decide(candidate);

        assertThat(verdict.isPass()).isFalse();
        assertThat(verdict.reasons()).hasSize(2);
        assertThat(verdict.reasons().get(0)).contains("0.420");
    }

    @Test
    void all_of_is_as_strict_as_the_strictest_and_keeps_every_reason() {
        Gate pass = candidate -> Verdict.pass("fine");
        Gate approval = candidate -> Verdict.needsApproval("ask somebody");
        Gate fail = candidate -> Verdict.fail("no");

        assertThat(Gate.allOf(pass, approval).decide(candidate())).isInstanceOf(Verdict.NeedsApproval.class);
        assertThat(Gate.allOf(pass, fail, approval).decide(candidate()).reasons())
                .containsExactly("no", "ask somebody", "fine");
    }

    @Test
    void impossible_figures_are_refused() {
        assertThatThrownBy(() -> figure(Double.NaN, 80, 80)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> figure(0.5, 80, 0)).hasMessageContaining("found 0 of 80");
        assertThatThrownBy(() -> figure(0.5, 80, 81)).hasMessageContaining("found 81 of 80");
    }

    private static Candidate candidate(Evidence... evidence) {
        return Candidate.builder(ID, VERSION, DIGEST)
                .evidence(List.of(evidence))
                .build();
    }

    private static Evidence evidence(Digest digest, Figure... figures) {
        return new Evidence(ID, VERSION, digest, DATASET, "small", List.of(figures), Instant.EPOCH);
    }

    private static Figure figure(double value, int items, int scored) {
        return new Figure("token_f1", DATASET, Figure.Kind.MEAN, value, value - 0.1, value + 0.1, 0.95, items, scored);
    }
}
