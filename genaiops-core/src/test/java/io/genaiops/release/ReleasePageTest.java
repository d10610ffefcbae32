package io.genaiops.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveRecord;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.evidence.Evidence;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Governance;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.model.Models;
import io.genaiops.origin.AnswerOrigin;
import io.genaiops.policy.Policy;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.signature.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of docs/prove-it-later.md. */
class ReleasePageTest {

    @TempDir
    private Path temp;

    private final AssetRegistry registry = TrailRelease.registry();
    private final Clock clock = TrailRelease.CLOCK;
    private final List<Evidence> evidence = List.of(TrailRelease.evidence(registry));

    /** Says always the same. */
    private static final class Parrot implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Up the Brocken."))
                    .build();
        }
    }

    @Test
    void write_a_pack_and_verify_it() throws Exception {
        Path folder = temp.resolve("pack");
        KeyPair bobs = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ActorKeys keys = ActorKeys.of("bob", bobs.getPublic());
        Pseudonyms persons = Pseudonyms.memory();
        Policy policy = Policy.from(registry, "house-rules:1.0.0");
        Ledger ledger = Ledger.directory(
                temp.resolve("ledger"),
                LedgerSettings.builder().signedBy(SigningKey.generate("key-1")).build());
        Governance governance = Governance.builder(registry)
                .gate("production", Gate.mean("token_f1").atLeast(0.5))
                .record(MoveRecord.ledger(ledger, persons))
                .keys(keys)
                .build();
        governance.approve(Approval.signed(subject(), "bob", bobs.getPrivate(), Instant.now()));
        String anchor = ledger.checkpoint().line();

        Release release = Release.of(
                registry,
                ReleaseSet.ofPrompt("trail-guide", "1.0.0").and(new AssetId(AssetKind.APPLICATION, "hiking"), "1.0.0"));
        EvidencePack pack = EvidencePack.builder(release)
                .evidence(evidence) // Evidence.read(file), or of an experiment
                .governance(governance, persons) // approvals, moves, refusals; persons by pseudonym
                .policy(policy)
                .ledger(ledger, anchor) // an anchor that was kept elsewhere
                .write(folder);
        pack.digest(); // keep it where nobody who can write the folder can

        Digest digest = pack.digest();
        EvidencePack.Check check = EvidencePack.verify(folder, digest);
        check.isIntact();
        check.problems(); // "bom.json was changed: expected sha256:…", "lock.json is missing", …
        assertThat(check.problems()).isEmpty();
        assertThat(Files.readString(folder.resolve("ledger-verification.json"))).contains("\"anchors\" : 2");

        EvidencePack.Signatures signatures = EvidencePack.verifyApprovals(folder, keys);
        signatures.verified(); // which version, label and evidence, by whom, when
        signatures.problems(); // what no key that was given has signed; also that nobody signed at all
        assertThat(signatures.problems()).isEmpty();
        assertThat(signatures.verified()).hasSize(1);

        String bom = release.billOfMaterials(evidence, clock.instant());
        assertThat(bom).isEqualTo(release.billOfMaterials(evidence, clock.instant()));
        ledger.close();
    }

    private ApprovalSubject subject() {
        return new ApprovalSubject(
                TrailRelease.GUIDE,
                Version.of(1, 0, 0),
                TrailRelease.digest(registry, TrailRelease.GUIDE, "1.0.0"),
                Label.PRODUCTION,
                Evidence.digestOf(evidence));
    }

    @Test
    void find_what_made_an_answer() {
        PromptCalls calls = PromptCalls.builder(registry, Models.of("small", new Parrot()))
                .clock(clock)
                .build();
        Answer answer =
                calls.prompt("trail-guide:3.0.0").with("region", "the Harz").send();
        Map<String, String> attributes = Map.of(
                "gen_ai.prompt.name", "trail-guide",
                "gen_ai.prompt.version", "3.0.0",
                "genaiops.prompt.digest", answer.prompt().digest().value(),
                "gen_ai.request.model", "m-1",
                "gen_ai.input.messages",
                        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Be brief.Where to hike in the"
                                + " Harz?\"}]}]");
        Instant spanStart = answer.startedAt();

        AnswerOrigin origin = AnswerOrigin.of(registry, answer);
        origin.isComplete();
        origin.assets(); // prompt, partials, the model as its label was then
        origin.sent(); // the messages of the answer
        origin.render(Map.of("region", "the Harz")).messages(); // what the model was told
        assertThat(origin.isComplete()).isTrue();
        assertThat(origin.render(Map.of("region", "the Harz")).messages()).isEqualTo(answer.messages());

        AnswerOrigin traced = AnswerOrigin.of(registry, attributes, spanStart);
        traced.problems(); // "model 'small' was 1.0.0 then, and 'production' is on 1.1.0 now", …
        traced.sent(); // what the model was sent, if the trace has it
        traced.differences(Map.of("region", "the Harz")); // empty: these inputs made exactly that
        assertThat(traced.problems()).isEmpty();
        assertThat(traced.differences(Map.of("region", "the Harz"))).isEmpty();
    }
}
