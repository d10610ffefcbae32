package io.genaiops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.approval.Actor;
import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.audit.MoveRecord;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.evidence.Evidence;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.FreezeWindow;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.governance.PromotionPlan;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.review.LintFinding;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of the pages on what goes live. */
class GovernancePagesTest {

    @TempDir
    private Path folder;

    private final AssetRegistry registry = AssetRegistry.memory();

    @BeforeEach
    void publish() {
        for (String version : List.of("1.1.0", "1.2.0")) {
            String text = "---\nname: trail-guide\nversion: " + version
                    + "\ninputs: {question: string}\n---\nAnswer {{question}} by " + version;
            registry.publish(AssetFile.parse(AssetKind.PROMPT, "page", text), "author");
        }
        registry.publish(
                AssetFile.parse(AssetKind.MODEL, "page", "name: small\nversion: 1.1.0\nprovider: openai\nmodel: m\n"),
                "author");
        registry.label("trail-guide", "production").moveTo("1.1.0", "author", "first");
    }

    @Test
    void decide_what_goes_live() {
        ExperimentResult result = measured();
        Gate gate = Gate.allOf(
                        Gate.passRate("token_f1").items(40).atLeast(0.6), // the figure itself
                        Gate.score("token_f1").noWorseThan(0.02), // against the version that is live
                        Gate.times("latency").atMost(1.2), // so many times as slow as it
                        Gate.lint(LintFinding.Severity.ERROR),
                        Gate.compatible(), // breaks no caller of the version that is live
                        Gate.modelServed(Duration.ofDays(30)))
                .named("quality of the trail guide");
        Governance governance = Governance.builder(registry)
                .gate("production", gate)
                .evidenceExpiresAfter(Duration.ofDays(30))
                .build();

        PromotionPlan plan = governance
                .promote("trail-guide:1.2.0")
                .to("production")
                .with(result.evidence(registry))
                .plan();
        plan.decision().explanation().text(); // gate by gate, also what was not checked
        plan.decision().explanation().json(); // the same as data
        plan.consumers(); // who refers to it by the label
        assertThat(plan.decision().explanation().text())
                .contains("quality of the trail guide", "compatibility: passed", "model served: not checked")
                .contains("difference of 'token_f1' is 0.000");

        Path file = folder.resolve("evidence.json");
        Evidence.write(file, result.evidence(registry)); // in the job that measures
        List<Evidence> evidence = Evidence.read(file); // in the job that decides
        assertThat(evidence).isEqualTo(result.evidence(registry));
    }

    @Test
    void promote_together() {
        ExperimentResult result = measured();
        Gate gate = Gate.passRate("token_f1").items(40).atLeast(0.6);
        Governance both = Governance.builder(registry)
                .gate("production", gate)
                .gate("production", AssetKind.MODEL, Gate.modelServed())
                .build();
        both.promote("trail-guide:1.2.0")
                .and(AssetKind.MODEL, "small:1.1.0")
                .to("production")
                .with(result.evidence())
                .because("tuned for each other")
                .by(Actor.asserted("ada"))
                .submit();
        assertThat(registry.model("small").version()).hasToString("1.1.0");
        assertThat(registry.prompt("trail-guide").version()).hasToString("1.2.0");
    }

    @Test
    void approve_and_roll_back() throws Exception {
        List<Evidence> evidence = measured().evidence();
        MoveRecord record = MoveRecord.memory();
        Governance governance = Governance.builder(registry)
                .gate("production", Gate.allOf(Gate.passRate("token_f1").atLeast(0.6), Gate.approvals(1)))
                .authentication(actor -> loggedIn(actor.id())) // your security context: who is that, if it is them
                .record(record)
                .build();
        Promotion promotion = governance
                .promote("trail-guide:1.2.0")
                .to("production")
                .with(evidence)
                .because("beats 1.1.0 on 40 questions")
                .by(Actor.authenticated("ada"))
                .submit();
        promotion.needsApproval(); // true
        promotion.approve(Actor.authenticated("bob"));
        promotion.resume().isPromoted(); // true
        assertThat(promotion.needsApproval()).isTrue();
        assertThat(registry.prompt("trail-guide").version()).hasToString("1.2.0");
        governance
                .rollback("trail-guide")
                .of("production")
                .by(Actor.authenticated("ada"))
                .because("complaints")
                .submit();
        assertThat(registry.prompt("trail-guide").version()).hasToString("1.1.0");
        assertThat(governance.verify()).isEmpty();
        sign(record, promotion);
    }

    private void sign(MoveRecord record, Promotion promotion) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        PrivateKey carolsKey = pair.getPrivate();
        Instant now = Instant.parse("2026-11-01T10:00:00Z");
        Governance governance = Governance.builder(registry)
                .gate("production", Gate.approvals(2))
                .authentication(actor -> loggedIn(actor.id()))
                .keys(ActorKeys.of("carol", pair.getPublic()))
                .record(record)
                .build();
        ApprovalSubject subject = promotion.subjects().get(0);
        Approval approval = Approval.signed(subject, "carol", carolsKey, now);
        governance.approve(approval);
        governance.revoke(subject, "carol", Actor.authenticated("ada"), "looked again");
        assertThat(governance.approvals(subject)).hasSize(1);
    }

    @Test
    void freeze_and_break_glass() {
        MoveRecord record = MoveRecord.memory();
        FreezeWindow weekend = FreezeWindow.weekly(
                DayOfWeek.FRIDAY,
                LocalTime.of(16, 0),
                DayOfWeek.MONDAY,
                LocalTime.of(8, 0),
                ZoneId.of("Europe/Berlin"));
        Governance calm = Governance.builder(registry)
                .gate("production", Gate.passRate("token_f1").atLeast(0.6))
                .freeze("production", weekend)
                .record(record)
                .build();
        registry.publish(
                AssetFile.parse(AssetKind.PROMPT, "page", "---\nname: other\nversion: 1.0.0\n---\nHi"), "author");
        calm.promote("trail-guide:1.2.0")
                .to("production")
                .by(Actor.asserted("ada"))
                .breakGlass("rehearsal");
        calm.promote("trail-guide:1.1.0")
                .to("production")
                .by(Actor.asserted("ada"))
                .breakGlass("incident 4711: answers in rhymes");
        calm.report(); // broken glass stands first
        assertThat(calm.report().toString()).startsWith("BROKEN GLASS").contains("answers in rhymes");
        calm.verify(); // every move without an entry, and every label that is elsewhere
        assertThat(calm.verify()).isEmpty();
        assertThat(registry.describe(AssetId.prompt("other")).labels()).isEmpty();
    }

    private static Optional<String> loggedIn(String id) {
        return Optional.ofNullable(Map.of("ada", "p1", "bob", "p2").get(id));
    }

    private ExperimentResult measured() {
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", new Parrot()));
        Dataset dataset = Dataset.of(
                "questions",
                IntStream.range(0, 40)
                        .mapToObj(
                                i -> Sample.of("question " + i).withId("q" + i).expecting("Pack a map."))
                        .toList());
        return Experiment.named("two versions")
                .over(dataset)
                .variant(
                        "old",
                        sample -> calls.prompt("trail-guide:1.1.0")
                                .with("question", sample.input())
                                .send())
                .variant(
                        "new",
                        sample -> calls.prompt("trail-guide:1.2.0")
                                .with("question", sample.input())
                                .send())
                .evaluatedBy(EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5)))
                .run();
    }

    /** Says the same whatever it is asked. */
    private static final class Parrot implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Pack a map."))
                    .build();
        }
    }
}
