package io.genaiops.release;

import static io.genaiops.release.TrailRelease.CLOCK;
import static io.genaiops.release.TrailRelease.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.approval.Actor;
import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.audit.MoveRecord;
import io.genaiops.disk.DurableFiles;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.ledger.Verification;
import io.genaiops.policy.Policy;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.signature.SigningKey;
import io.genaiops.signature.TrustedKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pack of evidence holds, and what is found when somebody changes it. */
class EvidencePackTest {

    @TempDir
    private Path temp;

    private final AssetRegistry registry = TrailRelease.registry();
    private final SigningKey key = SigningKey.generate("key-1");
    private final Pseudonyms persons = Pseudonyms.memory();
    private Ledger ledger;
    private Governance governance;
    private Path folder;

    @BeforeEach
    void govern() {
        folder = temp.resolve("pack");
        ledger = Ledger.directory(
                temp.resolve("ledger"),
                LedgerSettings.builder().signedBy(key).clock(CLOCK).build());
        governance = Governance.builder(registry)
                .gate("production", Gate.allOf(Gate.mean("token_f1").atLeast(0.5), Gate.approvals(1)))
                .authentication(actor -> Optional.of(actor.id()))
                .record(MoveRecord.ledger(ledger, persons))
                .clock(CLOCK)
                .build();
    }

    private EvidencePackBuilder builder() {
        return EvidencePack.builder(Release.of(registry, TrailRelease.set())).clock(CLOCK);
    }

    private EvidencePackBuilder full() {
        return builder()
                .evidence(List.of(evidence(registry)))
                .governance(governance, persons)
                .policy(Policy.from(registry, "house-rules:1.0.0"))
                .ledger(ledger);
    }

    private void promote() {
        Promotion promotion = governance
                .promote("trail-guide:1.0.0")
                .to("production")
                .with(evidence(registry))
                .because("asked for by carol@example.org and ada@example.org")
                .by(Actor.authenticated("carol@example.org"))
                .submit();
        promotion.approve(Actor.authenticated("bob@example.org"));
        assertThat(promotion.resume().isPromoted()).isTrue();
    }

    private String text(String file) throws Exception {
        return Files.readString(folder.resolve(file));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_pack_holds_assets_lock_evidence_approvals_policy_and_ledger_proof() throws Exception {
        promote();

        EvidencePack pack = full().write(folder);

        assertThat(files())
                .containsExactly(
                        "approvals.json",
                        "bom.json",
                        "control-map.json",
                        "dossier.html",
                        "dossier.md",
                        "evidence.json",
                        "index.json",
                        "ledger-anchor.txt",
                        "ledger-verification.json",
                        "ledger.jsonl",
                        "lock.json",
                        "policy.json");
        assertThat(Evidence.read(folder.resolve("evidence.json"))).containsExactly(evidence(registry));
        assertThat(text("lock.json")).contains("partial tone", "prompt/trail-guide@1.0.0");
        assertThat(text("policy.json")).contains("\"enforced\" : \"enforced\"", "tried ones only");
        assertThat(EvidencePack.verify(folder, pack.digest()).problems()).isEmpty();
        assertThat(Files.exists(temp.resolve(".pack.tmp"))).isFalse();
    }

    @Test
    void the_ledger_of_a_pack_verifies_against_its_anchor() throws Exception {
        promote();
        full().write(folder);

        LedgerSettings trust =
                LedgerSettings.builder().trusting(TrustedKeys.none().and(key)).build();
        try (InputStream export = Files.newInputStream(folder.resolve("ledger.jsonl"))) {
            Verification verification =
                    Ledger.verifyExport(export, trust, text("ledger-anchor.txt").strip());

            assertThat(verification.firstBreak()).isEmpty();
            assertThat(verification.anchors()).isEqualTo(1);
        }
        assertThat(text("ledger-verification.json")).contains("\"intact\" : true", "\"anchors\" : 1");
    }

    @Test
    void those_who_acted_are_told_by_pseudonym_only() throws Exception {
        promote();

        full().write(folder);

        String bob = persons.find("bob@example.org").orElseThrow().value();
        String carol = persons.find("carol@example.org").orElseThrow().value();
        assertThat(text("approvals.json")).contains(bob, carol, "authenticated");
        assertThat(text("dossier.md")).contains(bob, carol);
        for (String file : files()) {
            if (!file.equals("ledger.jsonl")) {
                assertThat(text(file)).as(file).doesNotContain("bob@example", "carol@example", "ada@example");
            }
        }
    }

    private ActorKeys signed() throws Exception {
        KeyPair bobs = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ActorKeys keys = ActorKeys.of("bob@example.org", bobs.getPublic());
        governance = Governance.builder(registry)
                .gate("production", Gate.approvals(1).assured(Assurance.SIGNED))
                .record(MoveRecord.ledger(ledger, persons))
                .keys(keys)
                .clock(CLOCK)
                .build();
        Promotion promotion = governance
                .promote("trail-guide:1.0.0")
                .to("production")
                .with(evidence(registry))
                .because("better")
                .by(Actor.asserted("carol@example.org"))
                .submit();
        governance.approve(
                Approval.signed(promotion.subjects().get(0), "bob@example.org", bobs.getPrivate(), TrailRelease.NOW));
        assertThat(promotion.resume().isPromoted()).isTrue();
        return keys;
    }

    @Test
    void a_signed_approval_is_verified_by_the_pack_alone_and_the_public_keys() throws Exception {
        ActorKeys keys = signed();

        full().write(folder);
        EvidencePack.Signatures found = EvidencePack.verifyApprovals(folder, keys);

        assertThat(found.problems()).isEmpty();
        assertThat(found.isIntact()).isTrue();
        assertThat(found.verified()).singleElement().satisfies(approval -> {
            assertThat(approval).hasToString("bob@example.org (signed)");
            assertThat(approval.subject().id()).isEqualTo(TrailRelease.GUIDE);
            assertThat(approval.subject().digest())
                    .isEqualTo(TrailRelease.digest(registry, TrailRelease.GUIDE, "1.0.0"));
            assertThat(approval.subject().evidence()).isEqualTo(Evidence.digestOf(List.of(evidence(registry))));
            assertThat(approval.key())
                    .isEqualTo(keys.fingerprint("bob@example.org").orElseThrow());
        });
        assertThat(text("approvals.json")).doesNotContain("bob@example");
    }

    @Test
    void whatever_is_changed_of_a_signed_approval_is_found() throws Exception {
        ActorKeys keys = signed();
        full().write(folder);
        String good = text("approvals.json");
        Map<String, String> edits = Map.of(
                "\"version\" : \"1.0.0\"",
                "\"version\" : \"1.1.0\"",
                "\"name\" : \"trail-guide\"",
                "\"name\" : \"trail-guise\"",
                "\"label\" : \"production\",\n    \"digest\"",
                "\"label\" : \"beta\",\n    \"digest\"",
                Evidence.digestOf(List.of(evidence(registry))).value(),
                TrailRelease.ROWS.value(),
                TrailRelease.digest(registry, TrailRelease.GUIDE, "1.0.0").value(),
                TrailRelease.ROWS.value(),
                "\"signature\" : \"",
                "\"signature\" : \"A",
                "\"at\" : \"2026-11-01T10:00:00Z\"",
                "\"at\" : \"2026-11-01T10:00:01Z\"");
        for (Map.Entry<String, String> edit : edits.entrySet()) {
            String bad = good.replace(edit.getKey(), edit.getValue());
            assertThat(bad).as(edit.getKey()).isNotEqualTo(good);
            Files.writeString(folder.resolve("approvals.json"), bad);

            EvidencePack.Signatures found = EvidencePack.verifyApprovals(folder, keys);

            assertThat(found.verified()).as(edit.getKey()).isEmpty();
            assertThat(found.problems())
                    .as(edit.getKey())
                    .singleElement()
                    .asString()
                    .contains("is not signed by a key");
        }
    }

    @Test
    void a_pack_with_another_key_without_a_signature_or_without_approvals_is_told_apart() throws Exception {
        ActorKeys keys = signed();
        full().write(folder);
        ActorKeys other = ActorKeys.of(
                "bob@example.org",
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());

        assertThat(EvidencePack.verifyApprovals(folder, other).problems())
                .singleElement()
                .asString()
                .contains("approvals[0]", "is not signed by a key that was given; keys of [bob@example.org]");

        String good = text("approvals.json");
        Files.writeString(folder.resolve("approvals.json"), good.replace("\"signature\"", "\"signed\""));
        assertThat(EvidencePack.verifyApprovals(folder, keys).problems())
                .containsExactly("approvals.json, approvals[0] is said to be signed and has no signature");
        Files.writeString(folder.resolve("approvals.json"), "{\"approvals\" : []}");
        assertThat(EvidencePack.verifyApprovals(folder, keys).problems())
                .containsExactly("approvals.json has no signed approval among 0");
        Files.writeString(folder.resolve("approvals.json"), "{\"approvals\" : [{\"signature\" : \"x\"}]}");
        assertThatThrownBy(() -> EvidencePack.verifyApprovals(folder, keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("approvals.json, approvals[0] must have 'asset.kind' as a text");
        Files.delete(folder.resolve("approvals.json"));
        assertThatThrownBy(() -> EvidencePack.verifyApprovals(folder, keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a pack must have approvals.json");
    }

    @Test
    void the_dossier_has_the_figures_with_interval_n_and_coverage_and_what_was_not_measured() throws Exception {
        promote();
        full().write(folder);

        assertThat(text("dossier.md"))
                .contains(
                        "Suggest hikes",
                        "risk class, as stated: minimal",
                        "mean of token\\_f1",
                        "0.6200",
                        "0.5200 to 0.7200 at 95 %",
                        "38 of 40",
                        "95.0 %",
                        "no figure for the quality target 'toxicity",
                        "mean of token\\_f1 has no score for 2 of 40 items",
                        "prompt 'trail-guide' 1.0.0: no comparison with another version",
                        "'spare': the host knows it by this name");
    }

    @Test
    void a_target_that_was_measured_is_no_gap_also_if_it_is_a_pass_rate_or_an_amount() throws Exception {
        TrailRelease.publish(registry, AssetKind.APPLICATION, """
                name: desk
                version: 1.0.0
                purpose: Suggest hikes
                intendedUsers: [hikers]
                owner: team trails
                riskClass: minimal
                targets:
                  quality:
                    token_f1 pass rate: '>= 0.5'
                    token_f1: '>= 0.5'
                  latency:
                    p95: '<= 2 s'
                    mean: '<= 1 s'
                """);
        Evidence measured = evidence(registry);
        Evidence more = new Evidence(
                measured.id(),
                measured.version(),
                measured.digest(),
                measured.dataset(),
                measured.model(),
                measured.modelDigest(),
                List.of(
                        new Figure("token_f1", TrailRelease.ROWS, Figure.Kind.PASS_RATE, 0.9, 0.8, 1, 0.95, 40, 40),
                        new Figure(
                                "latency p95",
                                TrailRelease.ROWS,
                                Figure.Kind.AMOUNT,
                                1.5,
                                1.2,
                                1.9,
                                0.95,
                                80,
                                80,
                                "s",
                                null)),
                measured.at());
        EvidencePack.builder(Release.of(
                        registry, TrailRelease.set().and(new AssetId(AssetKind.APPLICATION, "desk"), "1.0.0")))
                .evidence(List.of(more))
                .write(folder);

        assertThat(text("dossier.md"))
                .contains("no figure for the quality target 'token\\_f1 &gt;= 0.5'")
                .contains("no figure for the latency target 'mean &lt;= 1 s'")
                .doesNotContain("no figure for the quality target 'token\\_f1 pass rate", "latency target 'p95");
    }

    @Test
    void what_was_not_given_is_said_to_be_missing() throws Exception {
        builder().write(folder);

        assertThat(files())
                .containsExactly(
                        "bom.json",
                        "control-map.json",
                        "dossier.html",
                        "dossier.md",
                        "index.json",
                        "lock.json",
                        "policy.json");
        assertThat(text("dossier.md"))
                .contains(
                        "Nothing: no evidence was given to this pack.",
                        "prompt 'trail-guide' 1.0.0: nothing was measured",
                        "Not known: no governance was given to this pack.",
                        "No ledger was given to this pack",
                        "released; whether it is enforced was not stated");
        assertThat(text("control-map.json")).contains("missing in this pack: ledger.jsonl");
    }

    @Test
    void every_row_of_the_control_map_names_a_file_of_the_pack_or_says_that_none_can() throws Exception {
        promote();
        full().write(folder);

        List<String> frameworks = new ArrayList<>();
        for (JsonNode row :
                new ObjectMapper().readTree(text("control-map.json")).get("controls")) {
            String answer = row.get("answer").textValue();
            frameworks.add(row.get("framework").textValue());
            if (!answer.equals("not by a library")) {
                assertThat(files()).as(row.toString()).containsAll(List.of(answer.split(", ", -1)));
            }
        }
        assertThat(frameworks)
                .contains("EU AI Act", "ISO/IEC 42001", "NIST AI RMF 1.0", "NIST AI 600-1")
                .filteredOn("OWASP LLM 2025"::equals)
                .hasSize(10);
    }

    @Test
    void the_control_map_has_every_row_that_it_is_asked_for() throws Exception {
        full().write(folder);

        Map<String, List<String>> rows = new TreeMap<>();
        for (JsonNode row :
                new ObjectMapper().readTree(text("control-map.json")).get("controls")) {
            rows.computeIfAbsent(row.get("framework").textValue(), name -> new ArrayList<>())
                    .add(row.get("row").textValue());
        }
        assertThat(rows.get("EU AI Act"))
                .containsExactly(
                        "12(1)",
                        "12(2)",
                        "12(3)",
                        "19(1)",
                        "19(2)",
                        "26(1)",
                        "26(2)",
                        "26(4)",
                        "26(5)",
                        "26(6)",
                        "26(7), 26(11)",
                        "26(8)",
                        "26(9)",
                        "26(10)",
                        "26(12)");
        assertThat(rows.get("ISO/IEC 42001")).containsExactly("A.6.2.7", "A.6.2.8");
        assertThat(rows.get("NIST AI RMF 1.0")).containsExactly("GOVERN 1.4", "MAP 4.2", "MEASURE 2.1");
        assertThat(rows.get("NIST AI 600-1"))
                .extracting(row -> row.substring(0, row.indexOf(' ')))
                .containsExactly("2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "2.11", "2.12");
        assertThat(rows.get("OWASP LLM 2025"))
                .extracting(row -> row.substring(0, 5))
                .containsExactly(
                        "LLM01", "LLM02", "LLM03", "LLM04", "LLM05", "LLM06", "LLM07", "LLM08", "LLM09", "LLM10");
    }

    @Test
    void a_row_about_what_is_measured_says_which_figures_there_are() throws Exception {
        full().write(folder);
        builder().write(temp.resolve("bare"));

        assertThat(row(folder, "2.3 dangerous, violent or hateful content"))
                .isEqualTo("only what an evaluator measured; there are figures of token_f1");
        assertThat(row(temp.resolve("bare"), "LLM01 prompt injection")).endsWith("there are figures of nothing");
        assertThat(text("dossier.html")).contains("there are figures of token_f1");
    }

    private static String row(Path pack, String name) throws Exception {
        for (JsonNode row : new ObjectMapper()
                .readTree(Files.readString(pack.resolve("control-map.json")))
                .get("controls")) {
            if (row.get("row").textValue().equals(name)) {
                return row.get("leavesOpen").textValue();
            }
        }
        throw new AssertionError("no row " + name);
    }

    @Test
    void broken_glass_is_shown_first() throws Exception {
        promote();
        governance
                .promote("trail-guide:1.1.0")
                .to("production")
                .because("the old one is wrong")
                .by(Actor.authenticated("carol@example.org"))
                .breakGlass("the old one is wrong");
        full().write(folder);

        for (String file : List.of("dossier.md", "dossier.html")) {
            assertThat(text(file).indexOf("Broken glass"))
                    .as(file)
                    .isPositive()
                    .isLessThan(text(file).indexOf("Purpose"));
        }
        assertThat(new ObjectMapper().readTree(text("approvals.json")).get("brokenGlass"))
                .hasSize(1);
    }

    @Test
    void broken_glass_of_what_is_not_in_the_release_is_told_as_well() throws Exception {
        TrailRelease.publish(registry, AssetKind.PROMPT, "---\nname: other\nversion: 1.0.0\n---\nHi");
        governance
                .promote("other:1.0.0")
                .to("production")
                .by(Actor.authenticated("carol@example.org"))
                .breakGlass("another incident");
        full().write(folder);

        assertThat(text("dossier.md")).contains("Broken glass", "another incident");
        assertThat(new ObjectMapper().readTree(text("approvals.json")).get("brokenGlass"))
                .hasSize(1);
    }

    @Test
    void a_broken_ledger_is_exported_as_it_is_and_said_before_all_else() throws Exception {
        promote();
        ledger.close();
        Path segment;
        try (Stream<Path> files = Files.walk(temp.resolve("ledger"))) {
            segment = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(segment, Files.readString(segment).replaceFirst("production", "productiom"));
        try (Ledger tampered = Ledger.directory(
                temp.resolve("ledger"), LedgerSettings.builder().signedBy(key).build())) {
            builder().ledger(tampered).write(folder);
        }

        assertThat(text("dossier.md")).contains("## The ledger is broken");
        assertThat(text("ledger.jsonl")).contains("productiom");
        assertThat(new ObjectMapper()
                        .readTree(text("ledger-verification.json"))
                        .get("intact")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void a_changed_a_missing_and_an_added_file_are_named() throws Exception {
        EvidencePack pack = full().write(folder);
        Files.writeString(folder.resolve("bom.json"), text("bom.json").replace("small", "large"));
        Files.delete(folder.resolve("lock.json"));
        Files.writeString(folder.resolve("extra.txt"), "hello");

        assertThat(EvidencePack.verify(folder).problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).startsWith("bom.json was changed: expected sha256:"))
                .contains("lock.json is missing", "extra.txt is not in the index; it was added later");
        assertThat(EvidencePack.verify(folder, pack.digest()).problems()).hasSize(3);
    }

    @Test
    void an_index_that_was_made_anew_is_found_with_the_digest_only() throws Exception {
        EvidencePack pack = full().write(folder);
        String changed = text("lock.json") + " ";
        String index = text("index.json")
                .replace(
                        Digest.ofText(text("lock.json")).value(),
                        Digest.ofText(changed).value());
        Files.writeString(folder.resolve("lock.json"), changed);
        Files.writeString(folder.resolve("index.json"), index);

        assertThat(EvidencePack.verify(folder).isIntact()).isTrue();
        assertThat(EvidencePack.verify(folder, pack.digest()).problems())
                .singleElement()
                .asString()
                .startsWith("index.json was changed");
    }

    @Test
    void what_is_no_pack_is_named_as_such() throws Exception {
        assertThat(EvidencePack.verify(temp).problems())
                .singleElement()
                .asString()
                .contains("index.json is missing");
        full().write(folder);
        for (String text : List.of("", "no json", "[]", "{\"format\":\"genaiops-evidence-pack-1\",\"files\":{}}")) {
            Files.writeString(folder.resolve("index.json"), text);
            assertThat(EvidencePack.verify(folder).problems().get(0)).as(text).startsWith("index.json is no ");
        }
        Files.writeString(
                folder.resolve("index.json"),
                "{\"format\":\"genaiops-evidence-pack-1\",\"files\":{\"../ledger/key\":\"sha256:0\"}}");
        assertThat(EvidencePack.verify(folder).problems().get(0)).contains("names '../ledger/key'");
    }

    @Test
    void a_pack_is_written_whole_or_not_at_all() throws Exception {
        full().write(temp.resolve("first"));
        List<String> steps = new ArrayList<>();
        full().disk(new DurableFiles(steps::add)).write(temp.resolve("second"));

        for (int failing = 0; failing < steps.size(); failing++) {
            int[] left = {failing};
            EvidencePackBuilder broken = full().disk(new DurableFiles(step -> {
                if (left[0]-- == 0) {
                    throw new UncheckedIOException(new IOException("disk full"));
                }
            }));

            assertThatThrownBy(() -> broken.write(folder)).isInstanceOf(UncheckedIOException.class);
            assertThat(folder).doesNotExist();
            assertThat(temp.resolve(".pack.tmp")).doesNotExist();
        }
    }

    @Test
    void what_a_crash_left_behind_is_replaced_and_what_is_there_is_not() throws Exception {
        Files.createDirectory(temp.resolve(".pack.tmp"));
        Files.writeString(temp.resolve(".pack.tmp/bom.json"), "half");
        full().write(folder);
        String index = text("index.json");

        assertThatThrownBy(() -> full().write(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a folder that does not exist yet");
        assertThat(text("index.json")).isEqualTo(index);
        assertThat(EvidencePack.verify(folder).isIntact()).isTrue();
    }

    @Test
    void the_same_facts_at_the_same_time_make_the_same_pack() {
        promote();
        EvidencePack one = builder()
                .evidence(List.of(evidence(registry)))
                .governance(governance, persons)
                .write(folder);
        EvidencePack two = builder()
                .evidence(List.of(evidence(registry)))
                .governance(governance, persons)
                .write(temp.resolve("again"));

        assertThat(one.digest()).isEqualTo(two.digest());
    }

    @Test
    void a_small_pack_is_as_it_was_when_it_was_looked_at() throws Exception {
        builder().evidence(List.of(evidence(registry))).write(folder);

        for (String file : List.of("bom.json", "lock.json", "dossier.md", "index.json")) {
            try (InputStream golden = EvidencePackTest.class.getResourceAsStream("/golden-pack/" + file)) {
                assertThat(golden).as(file).isNotNull();
                assertThat(text(file)).as(file).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void hostile_names_and_reasons_stay_text() throws Exception {
        String hostile = "<script>alert(1)</script> [x](https://example.org)";
        promote();
        governance
                .promote("trail-guide:1.1.0")
                .to("production")
                .because(hostile)
                .by(Actor.authenticated("<b>eve</b>"))
                .breakGlass(hostile);
        TrailRelease.publish(
                registry,
                AssetKind.APPLICATION,
                "name: odd\nversion: 1.0.0\npurpose: \"" + hostile + "\"\nintendedUsers: [\"" + hostile
                        + "\"]\nowner: \"" + hostile + "\"\nriskClass: minimal\n");
        EvidencePack.builder(Release.of(
                        registry, TrailRelease.set().and(new AssetId(AssetKind.APPLICATION, "odd"), "1.0.0")))
                .governance(governance, persons)
                .write(folder);

        assertThat(text("dossier.html"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script", "<b>", "href=", "src=");
        assertThat(text("dossier.md")).doesNotContain("<script", "<b>", "[x](", "https://");
    }

    @Test
    void the_texts_are_utf_8() throws Exception {
        full().write(folder);

        assertThat(new String(Files.readAllBytes(folder.resolve("dossier.html")), StandardCharsets.UTF_8))
                .isEqualTo(text("dossier.html"))
                .startsWith("<!DOCTYPE html>");
    }
}
