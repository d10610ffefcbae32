package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.CLOCK;
import static io.genaiops.governance.GovernedStore.GUIDE;
import static io.genaiops.governance.GovernedStore.NOW;
import static io.genaiops.governance.GovernedStore.QUALITY;
import static io.genaiops.governance.GovernedStore.ROWS;
import static io.genaiops.governance.GovernedStore.SMALL;
import static io.genaiops.governance.GovernedStore.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry.Purpose;
import io.genaiops.audit.MoveRecord;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.FreezeWindow;
import io.genaiops.gate.Gate;
import io.genaiops.gate.Verdict;
import io.genaiops.impact.Consumer;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.store.AssetStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promotion, rollback, release sets, freezes, broken glass and consumers, as section 10 has them. */
class PromotionTest {

    private static final Actor ADA = Actor.asserted("ada");
    private static final Gate SERVED = Gate.modelServed();

    private final MoveRecord record = MoveRecord.memory();
    private final AssetStore store = AssetStore.memory();
    private final AssetRegistry registry = GovernedStore.fill(store);

    @Test
    void a_promotion_is_gate_compare_and_set_record_and_rollback_point() {
        Governance governance = governance();

        Promotion promotion = promote(governance, "2.0.0");

        assertThat(promotion.isPromoted()).isTrue();
        assertThat(governance.report().moves()).singleElement().satisfies(intent -> {
            assertThat(intent.purpose()).isEqualTo(Purpose.PROMOTION);
            assertThat(intent.steps().get(GUIDE)).hasToString("1.0.0 2.0.0 " + GovernedStore.digest(registry, "2.0.0"));
            assertThat(intent.evidence()).isEqualTo(promotion.subjects().get(0).evidence());
            assertThat(promotion.move().orElseThrow().authority().entry()).contains(intent.operation());
        });
        assertThat(promotion.move().orElseThrow().from()).isEqualTo(Version.of(1, 0, 0));
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_refusal_is_kept_with_its_reasons() {
        Governance governance = governance();

        governance
                .promote("trail-guide:2.0.0")
                .to("production")
                .with(evidence(registry, "2.0.0", 0.3))
                .because("x")
                .by(ADA)
                .submit();

        assertThat(governance.report().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.subject().version()).hasToString("2.0.0");
            assertThat(refusal.why()).contains("at least 0.500 required");
        });
    }

    @Test
    void two_promoters_lose_no_update() {
        Governance governance = governance();
        Governance slow = Governance.builder(registry)
                .gate("production", candidate -> {
                    if (candidate.version().equals(Version.of(3, 0, 0))) {
                        promote(governance, "2.0.0");
                    }
                    return Verdict.pass("fine");
                })
                .record(record)
                .clock(CLOCK)
                .build();

        assertThatThrownBy(() -> promote(slow, "3.0.0"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("expected 1.0.0");

        assertThat(registry.label("trail-guide", "production").version()).contains(Version.of(2, 0, 0));
        assertThat(slow.verify()).isEmpty();
    }

    @Test
    void many_threads_that_promote_at_once_leave_no_move_without_an_entry() throws Exception {
        Governance governance = governance();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicInteger moved = new AtomicInteger();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String version = (1 + thread % 3) + ".0.0";
                all.add(threads.submit(() -> {
                    for (int round = 0; round < 20; round++) {
                        try {
                            moved.addAndGet(promote(governance, version).isPromoted() ? 1 : 0);
                        } catch (ConflictException e) {
                            assertThat(e).hasMessageContaining("somebody moved it meanwhile");
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(moved.get()).isPositive();
        assertThat(governance.report().moves()).hasSize(moved.get());
        assertThat(registry.label("trail-guide", "production").history()).hasSize(1 + moved.get());
        assertThat(governance.verify()).isEmpty();
        assertThat(governance.recover()).isEmpty();
    }

    @Test
    void a_draft_a_holder_and_a_gate_with_nothing_to_check_promote_nothing() {
        Governance governance = Governance.builder(registry)
                .gate("beta", Gate.compatible())
                .gate("production", QUALITY)
                .clock(CLOCK)
                .build();

        assertThatThrownBy(() -> promote(governance, "9.0.0")).isInstanceOf(AssetNotFoundException.class);
        Promotion already = promote(governance, "1.0.0");
        assertThat(already.isPromoted()).isFalse();
        assertThat(already.reasons()).containsExactly("prompt 'trail-guide' 1.0.0 holds 'production' already");
        Promotion unchecked = governance
                .promote("trail-guide:2.0.0")
                .to("beta")
                .because("x")
                .by(ADA)
                .submit();
        assertThat(unchecked.isPromoted()).isFalse();
        assertThat(unchecked.reasons().get(0)).startsWith("nothing of prompt 'trail-guide' 2.0.0 was checked");
    }

    @Test
    void a_rollback_is_one_step_also_after_a_restart_and_goes_back_again() {
        Governance first = governance();
        promote(first, "2.0.0");
        promote(first, "3.0.0");
        Governance later = governance();

        later.rollback("trail-guide")
                .of("production")
                .by(ADA)
                .because("complaints")
                .submit();
        assertThat(on()).isEqualTo("2.0.0");
        later.rollback("trail-guide")
                .of("production")
                .by(ADA)
                .because("also bad")
                .submit();
        assertThat(on()).isEqualTo("1.0.0");

        assertThatThrownBy(() -> later.rollback("trail-guide")
                        .of("production")
                        .by(ADA)
                        .because("further")
                        .submit())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was on no other version before");
        promote(later, "3.0.0");
        later.rollback("trail-guide").of("production").by(ADA).because("again").submit();
        assertThat(on()).isEqualTo("1.0.0");
        assertThat(later.verify()).isEmpty();
        assertThatThrownBy(() -> later.rollback("trail-guide")
                        .of("production")
                        .by(ADA)
                        .because(" ")
                        .submit())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> later.rollback("trail-guide").of("production").submit())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void several_labels_are_promoted_all_or_nothing_each_through_its_gate() {
        Governance governance = Governance.builder(registry)
                .gate("production", QUALITY)
                .gate("production", AssetKind.MODEL, SERVED)
                .record(record)
                .clock(CLOCK)
                .build();
        ReleaseSet set = ReleaseSet.ofPrompt("trail-guide", "2.0.0").andModel("small", "1.1.0");

        Promotion refused = governance
                .promote(set)
                .to("production")
                .with(evidence(registry, "2.0.0", 0.1))
                .because("x")
                .by(ADA)
                .submit();
        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.decision().explanation().text())
                .contains("prompt 'trail-guide' 2.0.0: failed", "model 'small' 1.1.0: passed");
        assertThat(registry.describe(SMALL).labels()).isEmpty();

        Promotion promotion = governance
                .promote("trail-guide:2.0.0")
                .and(AssetKind.MODEL, "small:1.1.0")
                .to("production")
                .with(evidence(registry, "2.0.0", 0.9))
                .because("tuned for each other")
                .by(ADA)
                .submit();
        assertThat(promotion.moves()).containsOnlyKeys(GUIDE, SMALL);
        assertThat(governance.verify()).isEmpty();

        promotion.rollback(ADA, "slow");
        assertThat(on()).isEqualTo("1.0.0");
        assertThat(registry.describe(SMALL).labels()).isEmpty();
        assertThat(governance.verify()).isEmpty();
        assertThatThrownBy(() -> governance.promote(set).and(AssetKind.MODEL, "small:1.0.0"))
                .hasMessageContaining("one version of model 'small'");
    }

    @Test
    void a_label_is_frozen_at_times_and_only_broken_glass_moves_it_then() {
        FreezeWindow mornings = FreezeWindow.daily(LocalTime.of(9, 0), LocalTime.of(11, 0), ZoneOffset.UTC);
        Governance before = governance();
        promote(before, "2.0.0");
        Governance frozen = Governance.builder(registry)
                .gate("production", QUALITY)
                .freeze("production", mornings)
                .record(record)
                .clock(CLOCK)
                .build();

        Promotion refused = promote(frozen, "3.0.0");
        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons().get(0)).contains("labels are frozen daily from 09:00 to 11:00");
        assertThatThrownBy(() -> frozen.rollback("trail-guide")
                        .of("production")
                        .by(ADA)
                        .because("complaints")
                        .submit())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is frozen daily from 09:00 to 11:00")
                .hasMessageContaining("breakGlass");

        frozen.rollback("trail-guide").of("production").by(ADA).breakGlass("it answers in rhymes");
        assertThat(on()).isEqualTo("1.0.0");
        assertThat(frozen.report().toString()).startsWith("BROKEN GLASS at " + NOW + " by ada of 'production'");
        assertThatThrownBy(() -> Governance.builder(registry)
                        .gate("production", QUALITY)
                        .freeze("beta", mornings)
                        .build())
                .hasMessageContaining("needs a gate; found none for [beta]");
    }

    @Test
    void broken_glass_is_an_entry_of_its_own_marked_in_the_history_and_first_in_every_report() {
        Governance governance = governance();
        promote(governance, "2.0.0");

        Promotion promotion =
                governance.promote("trail-guide:3.0.0").to("production").by(ADA).breakGlass("incident 4711");
        governance
                .rollback("trail-guide")
                .of("production")
                .by(ADA)
                .because("over")
                .submit();
        promote(governance, "3.0.0");

        assertThat(promotion.isPromoted()).isTrue();
        assertThat(promotion.decision()).isInstanceOf(Verdict.Fail.class);
        assertThat(promotion.move().orElseThrow().authority().text())
                .startsWith("break glass, past its gate: there is no evidence");
        GovernanceReport report = governance.report();
        assertThat(report.brokenGlass())
                .singleElement()
                .satisfies(intent -> assertThat(intent.why()).isEqualTo("incident 4711"));
        assertThat(report.toString()).startsWith("BROKEN GLASS").contains("incident 4711");
        assertThat(governance.verify()).isEmpty();
        assertThatThrownBy(() ->
                        governance.promote("trail-guide:2.0.0").to("production").breakGlass(" "))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void evidence_that_expired_or_was_measured_otherwise_is_void_here() {
        GovernanceBuilder builder = Governance.builder(registry)
                .gate("production", QUALITY)
                .evidenceExpiresAfter(Duration.ofDays(7))
                .dataset(ROWS)
                .evaluator("token_f1", ROWS)
                .clock(CLOCK);
        Evidence good = evidence(registry, "2.0.0", 0.9);
        Evidence old = new Evidence(
                GUIDE, good.version(), good.digest(), ROWS, "small", good.figures(), NOW.minus(Duration.ofDays(8)));
        Evidence elsewhere = new Evidence(
                GUIDE, good.version(), good.digest(), Digest.ofText("others"), "small", good.figures(), NOW);
        Figure figure = good.figures().get(0);
        Evidence otherwise = new Evidence(
                GUIDE,
                good.version(),
                good.digest(),
                ROWS,
                "small",
                List.of(new Figure("token_f1", Digest.ofText("2"), figure.kind(), 0.9, 0.8, 1, 0.95, 80, 80)),
                NOW);

        for (Evidence each : List.of(old, elsewhere, otherwise)) {
            Promotion refused = builder.build()
                    .promote("trail-guide:2.0.0")
                    .to("production")
                    .with(each)
                    .because("x")
                    .by(ADA)
                    .submit();
            assertThat(refused.isPromoted()).isFalse();
            assertThat(refused.reasons().get(0)).contains("evidence of " + each.at() + " is void");
        }
        Promotion promoted = builder.build()
                .promote("trail-guide:2.0.0")
                .to("production")
                .with(List.of(old, good))
                .because("x")
                .by(ADA)
                .submit();
        assertThat(promoted.isPromoted()).isTrue();
        assertThat(promoted.reasons()).anyMatch(reason -> reason.startsWith("not checked: evidence of"));
    }

    @Test
    void consumers_of_a_moved_model_are_listed_before_the_move_and_their_evidence_is_void_after_it() {
        registry.label(SMALL, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        String text = "---\nname: trail-guide\nversion: 4.0.0\nmodel: small\n---\nHike 4";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
        Governance governance = Governance.builder(registry)
                .gate("production", QUALITY)
                .gate("production", AssetKind.MODEL, SERVED)
                .record(record)
                .clock(CLOCK)
                .build();
        Evidence before =
                evidence(registry, "4.0.0", 0.9).withModel(registry.digest(SMALL, AssetRef.parse("small:1.0.0")));

        PromotionPlan plan = governance
                .promote(AssetKind.MODEL, "small:1.1.0")
                .to("production")
                .plan();

        assertThat(plan.impact().consumers()).singleElement().satisfies(consumer -> {
            assertThat(consumer.id()).isEqualTo(GUIDE);
            assertThat(consumer.version()).hasToString("4.0.0");
            assertThat(consumer.follows()).isTrue();
        });
        assertThat(plan.toString()).contains("consumer: prompt 'trail-guide' 4.0.0 refers to model small");
        assertThat(registry.describe(SMALL)
                        .label(Label.PRODUCTION)
                        .orElseThrow()
                        .version())
                .hasToString("1.0.0");
        assertThat(decide(governance, before).isPass()).isTrue();

        governance
                .promote(AssetKind.MODEL, "small:1.1.0")
                .to("production")
                .because("newer")
                .by(ADA)
                .submit();

        Verdict after = decide(governance, before);
        assertThat(after.isPass()).isFalse();
        assertThat(after.reasons().get(0)).contains("model 'small' was", "then and is");
    }

    @Test
    void a_prompt_that_names_a_range_of_a_model_keeps_the_one_that_it_was_published_with() {
        String text = "---\nname: trail-guide\nversion: 4.0.0\nmodel: small:^1.0\n---\nHike 4";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
        Evidence before =
                evidence(registry, "4.0.0", 0.9).withModel(registry.digest(SMALL, AssetRef.parse("small:1.1.0")));
        registry.publish(GovernedStore.model("1.2.0"), "author");

        assertThat(decide(governance(), before).isPass()).isTrue();
        assertThat(decide(governance(), before.withModel("tiny", ROWS))
                        .reasons()
                        .get(0))
                .contains("it is with model 'tiny', and the version asks [small]");
    }

    @Test
    void evidence_of_a_prompt_counts_with_the_model_that_is_promoted_together_with_it() {
        registry.label(SMALL, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        String text = "---\nname: trail-guide\nversion: 4.0.0\nmodel: small\n---\nHike 4";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
        Governance governance = Governance.builder(registry)
                .gate("production", QUALITY)
                .gate("production", AssetKind.MODEL, SERVED)
                .record(record)
                .clock(CLOCK)
                .build();
        Evidence withNew =
                evidence(registry, "4.0.0", 0.9).withModel(registry.digest(SMALL, AssetRef.parse("small:1.1.0")));

        assertThat(decide(governance, withNew).isPass()).isFalse();
        assertThat(governance
                        .promote("trail-guide:4.0.0")
                        .and(AssetKind.MODEL, "small:1.1.0")
                        .to("production")
                        .with(withNew)
                        .because("together")
                        .by(ADA)
                        .submit()
                        .isPromoted())
                .isTrue();
    }

    @Test
    void consumers_of_a_moved_partial_keep_it_until_they_are_published_again_with_another_digest(@TempDir Path folder)
            throws Exception {
        AssetRegistry files = AssetRegistry.directory(folder);
        AssetId tone = new AssetId(AssetKind.PARTIAL, "tone");
        for (String version : List.of("1.0.0", "1.1.0")) {
            String text = "---\nname: tone\nversion: " + version + "\n---\nBe kind " + version;
            files.publish(AssetFile.parse(AssetKind.PARTIAL, "test", text), "author");
        }
        files.label(tone, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        files.publish(AssetFile.parse(AssetKind.PROMPT, "test", including("1.0.0")), "author");
        Path draft = folder.resolve("prompts/trail-guide/1.1.0.prompt.md");
        Files.writeString(draft, including("1.1.0"));
        Governance governance = Governance.builder(files)
                .gate("production", AssetKind.PARTIAL, candidate -> Verdict.pass("looked at"))
                .gate("production", QUALITY)
                .clock(CLOCK)
                .build();
        Digest draftBefore = files.digest(GUIDE, AssetRef.parse("trail-guide:1.1.0"));

        PromotionRequest request = governance
                .promote(AssetKind.PARTIAL, "tone:1.1.0")
                .to("production")
                .because("kinder")
                .by(ADA);
        assertThat(request.plan().impact().consumers())
                .extracting(Consumer::version, Consumer::follows)
                .containsExactly(tuple(Version.of(1, 0, 0), false), tuple(Version.of(1, 1, 0), true));
        request.submit();

        Digest draftAfter = files.digest(GUIDE, AssetRef.parse("trail-guide:1.1.0"));
        assertThat(draftAfter).isNotEqualTo(draftBefore);
        files.publish(GUIDE, Version.of(1, 1, 0), "author");
        Evidence before = new Evidence(
                GUIDE,
                Version.of(1, 1, 0),
                draftBefore,
                ROWS,
                "small",
                evidence(registry, "2.0.0", 0.9).figures(),
                NOW);
        Promotion refused = governance
                .promote("trail-guide:1.1.0")
                .to("production")
                .with(before)
                .because("x")
                .by(ADA)
                .submit();
        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons().get(0)).contains("with digest " + draftBefore.abbreviated());
    }

    private Verdict decide(Governance governance, Evidence evidence) {
        return governance
                .promote("trail-guide:4.0.0")
                .to("production")
                .with(evidence)
                .plan()
                .decision();
    }

    private static String including(String version) {
        return "---\nname: trail-guide\nversion: " + version + "\npartials: [tone]\n---\n{{> tone}}\nHike " + version;
    }

    private String on() {
        return registry.label("trail-guide", "production")
                .version()
                .orElseThrow()
                .toString();
    }

    private Promotion promote(Governance governance, String version) {
        return governance
                .promote("trail-guide:" + version)
                .to("production")
                .with(evidence(registry, version.equals("9.0.0") ? "1.0.0" : version, 0.8))
                .because("better")
                .by(ADA)
                .submit();
    }

    private Governance governance() {
        return Governance.builder(registry)
                .gate("production", QUALITY)
                .record(record)
                .clock(CLOCK)
                .build();
    }
}
