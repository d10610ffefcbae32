package io.genaiops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Target;
import io.genaiops.asset.Version;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.definition.ApplicationDefinition.RiskClass;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.evidence.Bindings;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.evidence.Figure.Kind;
import io.genaiops.prompt.Prompt;
import io.genaiops.review.AssetLint;
import io.genaiops.review.CompatibilityChange.Level;
import io.genaiops.review.LintFinding;
import io.genaiops.review.LintFinding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each built-in gate of section 10, what it lets pass, what it refuses, and what it could not check. */
class BuiltInGatesTest {

    private static final AssetId ID = AssetId.prompt("trail-guide");
    private static final Version VERSION = Version.of(2, 0, 0);
    private static final Version BEFORE = Version.of(1, 0, 0);
    private static final Digest DIGEST = Digest.ofText("candidate");
    private static final Digest HOLDER = Digest.ofText("holder");
    private static final Digest ROWS = Digest.ofText("rows");
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void compatibility_refuses_what_breaks_callers_of_the_current_holder() {
        Prompt before = prompt(BEFORE, "Hi {{question}}", "question");
        Prompt wider = prompt(VERSION, "Hi {{question}} {{tone}}", "question", "tone");

        Verdict broken = Gate.compatible().decide(holding(before, wider));

        assertThat(broken).isInstanceOf(Verdict.Fail.class);
        assertThat(broken.reasons().get(0)).contains("BREAKING", "callers of 1.0.0 would break");
        assertThat(Gate.compatible(Level.BREAKING)
                        .decide(holding(before, wider))
                        .isPass())
                .isTrue();
        assertThat(Gate.compatible()
                        .decide(holding(before, prompt(VERSION, "Hello {{question}}", "question")))
                        .isPass())
                .isTrue();
    }

    @Test
    void without_a_holder_nothing_is_compared_and_that_is_said() {
        for (Gate gate : List.of(
                Gate.compatible(),
                Gate.score("token_f1").noWorseThan(0.05),
                Gate.passes("token_f1").noWorseThan(0.05),
                Gate.times("cost").atMost(1.1))) {
            Verdict verdict = gate.decide(candidate().build());

            assertThat(verdict.isPass()).isTrue();
            assertThat(verdict.isChecked()).isFalse();
            assertThat(verdict.reasons().get(0)).startsWith("not checked: ").contains("holds 'production'");
            assertThat(verdict.explanation().notChecked()).hasSize(1);
        }
    }

    @Test
    void lint_refuses_findings_of_a_severity_or_worse() {
        Prompt secret =
                prompt(VERSION, "Key: sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD {{question}}", "question");
        Prompt unused = prompt(VERSION, "Hi", "question");

        assertThat(Gate.lint(Severity.ERROR).decide(holding(unused, unused)).isPass())
                .isTrue();
        assertThat(Gate.lint(Severity.WARNING)
                        .decide(holding(unused, unused))
                        .reasons()
                        .get(0))
                .contains("UNUSED_INPUT");
        assertThat(Gate.lint(Severity.ERROR)
                        .decide(holding(unused, secret))
                        .reasons()
                        .get(0))
                .contains("SECRET");
        assertThat(Gate.lint(Severity.ERROR).decide(candidate().build()).isChecked())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-0.04, 0.05, true", "-0.05, 0.05, true", "-0.0501, 0.05, false", "0.01, 0, true", "-0.001, 0, false"})
    void non_inferiority_looks_at_the_whole_interval_against_the_current_holder(
            double low, double margin, boolean passes) {
        Figure figure = compared("token_f1", Kind.DIFFERENCE, 0.02, low, 0.06, HOLDER);

        Verdict verdict = Gate.score("token_f1").noWorseThan(margin).decide(held(evidence(figure)));

        assertThat(verdict.isPass()).isEqualTo(passes);
        assertThat(verdict.reasons().get(0)).contains("difference of 'token_f1' is 0.020", "against 1.0.0");
    }

    @Test
    void a_comparison_with_another_version_than_the_holder_does_not_count() {
        Figure figure = compared("token_f1", Kind.DIFFERENCE, 0.2, 0.1, 0.3, ROWS);

        Verdict verdict = Gate.score("token_f1").noWorseThan(0.05).decide(held(evidence(figure)));

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(verdict.reasons().get(0))
                .contains("no evidence about prompt 'trail-guide' 2.0.0 compares 'token_f1' with version 1.0.0")
                .contains(HOLDER.abbreviated(), "run both versions in one experiment");
    }

    @Test
    void a_comparison_needs_items_and_coverage_on_both_sides() {
        Figure thin = new Figure("token_f1", ROWS, Kind.PASS_RATE_DIFFERENCE, 0, 0, 0, 0.95, 80, 40, "", HOLDER);

        assertThat(Gate.passes("token_f1")
                        .noWorseThan(0.05)
                        .decide(held(evidence(thin)))
                        .reasons()
                        .get(0))
                .endsWith("a coverage of at least 95 % is required");
        assertThat(Gate.passes("token_f1")
                        .coverage(0.5)
                        .items(100)
                        .noWorseThan(0.05)
                        .decide(held(evidence(thin)))
                        .reasons()
                        .get(0))
                .endsWith("at least 100 items are required");
    }

    @Test
    void a_gain_can_be_asked_for_and_a_ratio_has_a_factor_instead_of_a_margin() {
        Figure figure = compared("token_f1", Kind.DIFFERENCE, 0.1, 0.05, 0.15, HOLDER);

        assertThat(Gate.score("token_f1")
                        .betterBy(0.05)
                        .decide(held(evidence(figure)))
                        .isPass())
                .isTrue();
        assertThat(Gate.score("token_f1")
                        .betterBy(0.06)
                        .decide(held(evidence(figure)))
                        .isPass())
                .isFalse();
        assertThatThrownBy(() -> Gate.times("cost").noWorseThan(0.1)).hasMessageContaining("atMost(factor)");
        assertThatThrownBy(() -> Gate.score("x").atMost(2)).hasMessageContaining("noWorseThan(margin)");
        assertThatThrownBy(() -> Gate.score("x").noWorseThan(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1.05, true", "1.1, true", "1.11, false"})
    void cost_and_latency_may_grow_by_a_factor_of_those_of_the_holder(double high, boolean passes) {
        for (String quantity : List.of("cost", "latency")) {
            Figure figure = compared(quantity, Kind.RATIO, 1.0, 0.9, high, HOLDER);

            assertThat(Gate.times(quantity)
                            .atMost(1.1)
                            .decide(held(evidence(figure)))
                            .isPass())
                    .isEqualTo(passes);
        }
    }

    @Test
    void each_target_of_the_application_must_be_met_by_evidence() {
        Evidence good = evidence(
                figure("groundedness", Kind.MEAN, 0.85),
                figure("relevance", Kind.PASS_RATE, 0.91),
                amount("cost per call", 0.01, "USD"),
                amount("latency p95", 1.9, "s"));

        Verdict verdict = Gate.targets("travel-desk").decide(serving(application(), good));

        assertThat(verdict.isPass()).isTrue();
        assertThat(verdict.explanation().text())
                .contains(
                        "quality target groundedness >= 0.8",
                        "cost target per call <= 0.02 USD",
                        "latency target p95 <= 2000 ms");

        Evidence slow = evidence(
                figure("groundedness", Kind.MEAN, 0.85),
                figure("relevance", Kind.PASS_RATE, 0.91),
                amount("cost per call", 0.01, "EUR"),
                amount("latency p95", 2.1, "s"));
        assertThat(Gate.targets("travel-desk")
                        .decide(serving(application(), slow))
                        .reasons())
                .anyMatch(reason -> reason.contains("it is in EUR, and the target in USD"))
                .anyMatch(reason -> reason.contains("amount of 'latency p95' is 2.100 s"));
    }

    @Test
    void several_experiments_together_meet_the_targets_and_each_that_measured_one_must() {
        Evidence quality = evidence(figure("groundedness", Kind.MEAN, 0.85), figure("relevance", Kind.PASS_RATE, 0.91));
        Evidence amounts = evidence(amount("cost per call", 0.01, "USD"), amount("latency p95", 1.9, "s"));
        Evidence again = evidence(figure("groundedness", Kind.MEAN, 0.75));
        Gate gate = Gate.targets("travel-desk");

        assertThat(gate.decide(serving(application(), quality, amounts)).isPass())
                .isTrue();
        assertThat(gate.decide(serving(application(), quality, amounts, again)).reasons())
                .first()
                .asString()
                .contains("mean of 'groundedness' is 0.750");
    }

    @Test
    void a_target_in_milliseconds_is_held_against_seconds_and_a_thin_figure_meets_none() {
        Gate gate = Gate.targets("travel-desk");
        Evidence quality = evidence(figure("groundedness", Kind.MEAN, 0.85), figure("relevance", Kind.PASS_RATE, 0.91));
        Evidence slow = evidence(amount("cost per call", 0.01, "USD"), amount("latency p95", 2.1, "s"));
        Evidence thin = evidence(
                new Figure("groundedness", ROWS, Kind.MEAN, 0.85, 0.8, 0.9, 0.95, 80, 70),
                figure("relevance", Kind.PASS_RATE, 0.91),
                amount("cost per call", 0.01, "USD"),
                amount("latency p95", 1.9, "s"));

        assertThat(gate.decide(serving(application(), quality, slow))).isInstanceOf(Verdict.Fail.class);
        assertThat(gate.decide(serving(application(), thin)).reasons().get(0))
                .endsWith("a coverage of at least 95 % is required");
    }

    @Test
    void evidence_about_another_asset_does_not_count_even_with_the_same_digest() {
        Evidence own = evidence(figure("a", Kind.MEAN, 0.9));
        Evidence other = new Evidence(
                AssetId.prompt("other-guide"),
                own.version(),
                own.digest(),
                own.dataset(),
                own.model(),
                own.figures(),
                own.at());

        assertThat(Gate.mean("a").atLeast(0.5).decide(held(own)).isPass()).isTrue();
        assertThat(Gate.mean("a").atLeast(0.5).decide(held(other)).isPass()).isFalse();
    }

    @Test
    void a_latency_in_another_unit_than_seconds_is_refused() {
        Evidence odd = evidence(
                figure("groundedness", Kind.MEAN, 0.85),
                figure("relevance", Kind.PASS_RATE, 0.91),
                amount("cost per call", 0.01, "USD"),
                amount("latency p95", 1.9, "min"));

        assertThat(Gate.targets("travel-desk")
                        .decide(serving(application(), odd))
                        .reasons())
                .anyMatch(reason -> reason.endsWith("a latency must be in s"));
    }

    @Test
    void a_target_without_a_figure_is_not_met_and_an_application_without_targets_is_not_checked() {
        Verdict verdict = Gate.targets("travel-desk")
                .decide(serving(application(), evidence(figure("groundedness", Kind.MEAN, 0.85))));

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(verdict.reasons())
                .anyMatch(reason -> reason.contains("has no figure for 'p95'; it has [mean of 'groundedness']"));
        assertThat(Gate.targets("travel-desk").decide(serving(null, evidence())).reasons())
                .containsExactly("there is no application 'travel-desk' whose targets could be met");
        ApplicationDefinition bare = describe(ApplicationDefinition.builder("travel-desk", BEFORE));
        assertThat(Gate.targets("travel-desk").decide(serving(bare, evidence())).isChecked())
                .isFalse();
    }

    @Test
    void the_sample_behind_every_figure_must_be_large_and_whole() {
        Evidence evidence =
                evidence(figure("a", Kind.MEAN, 0.5), new Figure("b", ROWS, Kind.MEAN, 1, 1, 1, 0.9, 80, 60));

        assertThat(Gate.sample(80, 0.75).decide(held(evidence)).isPass()).isTrue();
        assertThat(Gate.sample(81, 0.75).decide(held(evidence)).reasons()).hasSize(2);
        assertThat(Gate.sample(80, 0.76).decide(held(evidence)).reasons())
                .singleElement()
                .asString()
                .contains("60 of 80");
        assertThat(Gate.sample(80, 0.75).decide(held(evidence())).reasons().get(0))
                .contains("has no figure");
        assertThat(Gate.sample(80, 0.75).decide(candidate().build()).reasons().get(0))
                .contains("there is no evidence");
    }

    @Test
    void the_safety_suite_needs_the_lower_end_of_every_pass_rate() {
        Evidence evidence = evidence(
                new Figure("toxicity", ROWS, Kind.PASS_RATE, 1, 0.99, 1, 0.95, 400, 400),
                new Figure("pii", ROWS, Kind.PASS_RATE, 1, 0.95, 1, 0.95, 80, 80));

        assertThat(Gate.safety(0.95, "toxicity", "pii").decide(held(evidence)).isPass())
                .isTrue();
        for (Gate tooStrict : List.of(Gate.safety(0.98, "pii"), Gate.safety(0.98, "toxicity", "pii"))) {
            assertThat(tooStrict.decide(held(evidence))).isInstanceOf(Verdict.Fail.class);
        }
        Verdict strict = Gate.safety(0.98, "toxicity", "pii", "bias").decide(held(evidence));
        assertThat(strict).isInstanceOf(Verdict.Fail.class);
        assertThat(strict.reasons())
                .anyMatch(reason -> reason.contains("'pii' is 1.000 (0.950 to 1.000"))
                .anyMatch(reason -> reason.contains("has no pass rate of 'bias'"));
    }

    @Test
    void a_retired_model_is_refused_and_one_that_nobody_defines_is_not_checked() {
        ModelDefinition model = ModelDefinition.builder("small", BEFORE)
                .provider("openai")
                .model("m")
                .retires(LocalDate.of(2026, 11, 11))
                .build();

        assertThat(Gate.modelServed()
                        .decide(asking(Map.of("small", Optional.of(model))))
                        .isPass())
                .isTrue();
        assertThat(Gate.modelServed(Duration.ofDays(30))
                        .decide(asking(Map.of("small", Optional.of(model))))
                        .reasons())
                .containsExactly("model 'small' 1.0.0 retires on 2026-11-11; it must be served on 2026-12-01");
        Verdict unknown = Gate.modelServed().decide(asking(Map.of("large", Optional.empty())));
        assertThat(unknown.isPass()).isTrue();
        assertThat(unknown.reasons().get(0)).startsWith("not checked: no asset defines model 'large'");
        assertThat(Gate.modelServed().decide(candidate().build()).isChecked()).isFalse();
    }

    @Test
    void evidence_expires() {
        Gate gate = Gate.mean("a").atLeast(0.1);
        Evidence evidence = evidence(figure("a", Kind.MEAN, 0.5));
        Candidate later =
                held(evidence).toBuilder().at(NOW.plus(Duration.ofDays(8))).build();

        assertThat(gate.decide(later).isPass()).isTrue();
        assertThat(gate.onEvidenceNotOlderThan(Duration.ofDays(8)).decide(later).isPass())
                .isTrue();
        assertThat(gate.onEvidenceNotOlderThan(Duration.ofDays(7))
                        .decide(later)
                        .reasons()
                        .get(0))
                .contains("it expired: it is older than PT168H");
        assertThat(gate.decide(held(evidence).toBuilder()
                                .at(NOW.minus(Duration.ofHours(1)))
                                .build())
                        .reasons()
                        .get(0))
                .contains("after the moment of the decision");
    }

    @Test
    void an_approval_says_whether_it_is_about_another_version_or_this_one_has_changed() {
        Gate gate = Gate.approvals(1);
        Candidate earlier =
                Candidate.builder(ID, Version.of(1, 9, 0), HOLDER).at(NOW).build();
        Candidate edited = Candidate.builder(ID, VERSION, HOLDER).at(NOW).build();

        assertThat(gate.decide(approvedAs(earlier)).reasons().get(1)).endsWith("it is about " + earlier.subject());
        assertThat(gate.decide(approvedAs(edited)).reasons().get(1)).endsWith("the version changed since");
        assertThat(gate.decide(approvedAs(candidate().build())).isPass()).isTrue();
    }

    private static Candidate approvedAs(Candidate then) {
        Approval approval = Approval.of(then.subject(), Actor.authenticated("bob"), NOW);
        return candidate().approvals(List.of(approval)).build();
    }

    @Test
    void any_of_is_as_mild_as_the_mildest_that_had_something_to_check() {
        Gate pass = candidate -> Verdict.pass("fine");
        Gate fail = candidate -> Verdict.fail("no");
        Gate wait = candidate -> Verdict.needsApproval("ask");
        Gate unknown = candidate -> Verdict.notChecked("nothing there");

        assertThat(Gate.anyOf(fail, pass).decide(candidate().build()).isPass()).isTrue();
        assertThat(Gate.anyOf(fail, wait).decide(candidate().build())).isInstanceOf(Verdict.NeedsApproval.class);
        assertThat(Gate.anyOf(fail, unknown).decide(candidate().build())).isInstanceOf(Verdict.Fail.class);
        assertThat(Gate.anyOf(unknown, unknown).decide(candidate().build()).isChecked())
                .isFalse();
        assertThat(Gate.allOf(pass, unknown).decide(candidate().build()).isChecked())
                .isTrue();
    }

    @Test
    void every_verdict_explains_each_part_as_data_and_as_text_with_what_was_not_checked() {
        Gate gate = Gate.allOf(Gate.compatible(), Gate.mean("a").atLeast(0.6)).named("quality");

        Explanation explanation = gate.decide(candidate()
                        .evidence(List.of(evidence(figure("a", Kind.MEAN, 0.5))))
                        .build())
                .explanation();

        assertThat(explanation.text()).isEqualTo("""
                quality: failed
                  all of: failed
                    compatibility: not checked
                      no version of prompt 'trail-guide' holds 'production', so there is nothing to be compatible with
                    mean of a: failed
                      gate: failed
                        mean of 'a' is 0.500 (0.400 to 0.600 at 95 %, 80 of 80 items scored); at least 0.600 required
                """);
        assertThat(explanation.notChecked()).extracting(Explanation::name).containsExactly("compatibility");
        assertThat(explanation.json().at("/parts/0/parts/0/state").asText()).isEqualTo("not checked");
        assertThat(explanation.json().at("/parts/0/parts/1/parts/0/reasons/0").asText())
                .startsWith("mean of 'a'");
        assertThat(explanation.sentences().get(0)).startsWith("mean of 'a'");
        assertThat(explanation.sentences().get(1)).startsWith("not checked: no version");
    }

    @Test
    void a_gate_is_a_pure_function_and_gives_the_same_verdict_again() {
        Candidate candidate = held(evidence(figure("a", Kind.MEAN, 0.5)));
        Gate gate = Gate.allOf(Gate.mean("a").atLeast(0.6), Gate.compatible(), Gate.modelServed());

        assertThat(gate.decide(candidate)).isEqualTo(gate.decide(candidate));
        assertThatThrownBy(() -> candidate().bindings(Bindings.of(ROWS))).hasMessageContaining("bindings must be to");
    }

    private static Candidate.Builder candidate() {
        return Candidate.builder(ID, VERSION, DIGEST).at(NOW);
    }

    private static Candidate held(Evidence... evidence) {
        return candidate().holder(BEFORE, HOLDER).evidence(List.of(evidence)).build();
    }

    private static Candidate holding(Prompt before, Prompt after) {
        return candidate()
                .holder(BEFORE, HOLDER)
                .contents(new Contents() {
                    @Override
                    public Optional<Asset> candidate() {
                        return Optional.of(after);
                    }

                    @Override
                    public Optional<Asset> holder() {
                        return Optional.of(before);
                    }

                    @Override
                    public Optional<List<LintFinding>> findings() {
                        return Optional.of(AssetLint.standard().check(after));
                    }
                })
                .build();
    }

    private static Candidate asking(Map<String, Optional<ModelDefinition>> models) {
        return candidate()
                .contents(new Contents() {
                    @Override
                    public SortedMap<String, Optional<ModelDefinition>> models() {
                        return new TreeMap<>(models);
                    }
                })
                .build();
    }

    private static Candidate serving(@Nullable ApplicationDefinition found, Evidence... evidence) {
        return candidate()
                .evidence(List.of(evidence))
                .contents(new Contents() {
                    @Override
                    public Optional<ApplicationDefinition> application(String reference) {
                        return Optional.ofNullable(found).filter(any -> reference.equals("travel-desk"));
                    }
                })
                .build();
    }

    private static ApplicationDefinition application() {
        return describe(ApplicationDefinition.builder("travel-desk", BEFORE)
                .target(Concern.QUALITY, Target.atLeast("groundedness", "0.8"))
                .target(Concern.QUALITY, Target.atLeast("relevance pass rate", "0.9"))
                .target(Concern.COST, Target.atMost("per call", "0.02 USD"))
                .target(Concern.LATENCY, Target.atMost("p95", "2000 ms")));
    }

    private static ApplicationDefinition describe(ApplicationDefinition.Builder builder) {
        return builder.purpose("answers")
                .intendedUsers("hikers")
                .owner("desk")
                .riskClass(RiskClass.MINIMAL)
                .build();
    }

    private static Prompt prompt(Version version, String body, String... inputs) {
        return Prompt.builder("trail-guide", version, body).inputs(inputs).build();
    }

    private static Evidence evidence(Figure... figures) {
        return new Evidence(ID, VERSION, DIGEST, ROWS, "small", Arrays.asList(figures), NOW);
    }

    private static Figure figure(String name, Kind kind, double value) {
        return new Figure(name, ROWS, kind, value, value - 0.1, kind == Kind.MEAN ? value + 0.1 : 1, 0.95, 80, 80);
    }

    private static Figure amount(String name, double value, String unit) {
        return new Figure(name, ROWS, Kind.AMOUNT, value, value / 2, value * 2, 0.95, 80, 80, unit, null);
    }

    private static Figure compared(String name, Kind kind, double value, double low, double high, Digest against) {
        double middle = Math.max(low, Math.min(high, value));
        return new Figure(name, ROWS, kind, middle, low, high, 0.95, 80, 80, "", against);
    }
}
