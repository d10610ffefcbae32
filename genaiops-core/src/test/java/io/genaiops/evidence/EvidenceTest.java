package io.genaiops.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {

    private static final Digest VERSION = Digest.ofText("version");
    private static final Digest HOLDER = Digest.ofText("holder");
    private static final Digest ROWS = Digest.ofText("rows");
    private static final Digest JUDGE = Digest.ofText("judge");
    private static final Digest MODEL = Digest.ofText("model");
    private static final Evidence EVIDENCE = new Evidence(
            AssetId.prompt("trail-guide"),
            Version.of(2, 0, 0),
            VERSION,
            ROWS,
            "small",
            MODEL,
            List.of(
                    new Figure("grounded", JUDGE, Figure.Kind.MEAN, 0.1 + 0.2, 0.25, 0.35, 0.95, 80, 79),
                    new Figure("grounded", JUDGE, Figure.Kind.DIFFERENCE, 0.01, -0.02, 0.04, 0.95, 80, 70, "", HOLDER),
                    new Figure("latency p95", ROWS, Figure.Kind.AMOUNT, 1.5, 1.2, 2.0, 0.95, 80, 80, "s", null)),
            Instant.parse("2026-11-01T10:00:00.123456789Z"));

    @TempDir
    private Path folder;

    @Test
    void evidence_goes_from_one_job_to_another_as_a_file() {
        Path file = folder.resolve("evidence.json");

        Evidence.write(file, List.of(EVIDENCE));

        assertThat(Evidence.read(file)).containsExactly(EVIDENCE);
        assertThat(Evidence.read(file).get(0).evidenceDigest()).isEqualTo(EVIDENCE.evidenceDigest());
    }

    @Test
    void the_file_is_what_the_page_says() throws Exception {
        String text = Evidence.text(List.of(EVIDENCE));

        assertThat(text)
                .startsWith("{\n  \"format\" : \"genaiops-evidence\",\n  \"version\" : 1,\n")
                .contains("\"kind\" : \"prompt\"", "\"value\" : 0.30000000000000004", "\"against\" : \"" + HOLDER)
                .doesNotContain("null");
        Files.writeString(folder.resolve("own.json"), text);
        assertThat(Evidence.read(folder.resolve("own.json"))).hasSize(1);
    }

    @Test
    void any_evidence_is_read_as_it_was_written() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
            Figure figure = new Figure(
                    "e\"\\\u00e9\n" + round,
                    JUDGE,
                    Figure.Kind.MEAN,
                    value,
                    value - random.nextDouble(),
                    value + random.nextDouble(),
                    0.9,
                    1 + random.nextInt(1000) + 1000,
                    1 + random.nextInt(1000));
            Evidence evidence = new Evidence(
                    EVIDENCE.id(),
                    EVIDENCE.version(),
                    VERSION,
                    ROWS,
                    "m" + round,
                    List.of(figure),
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));

            assertThat(Evidence.parse(Evidence.text(List.of(evidence)))).containsExactly(evidence);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 1 | \"version\" : 2 | must be of version 1; found: 2",
                "genaiops-evidence | something | must be 'genaiops-evidence'; found: 'something'",
                "\"dataset\" | \"data\" | evidence[0] has 'data', which this version does not know",
                "\"items\" : 80 | \"items\" : 80.5 | evidence[0].figures[0].items must be a whole number",
                "\"level\" : 0.95 | \"level\" : \"high\" | evidence[0].figures[0].level must be a number",
                "\"kind\" : \"mean\" | \"kind\" : \"median\" | kind of a figure must be one of",
                "\"kind\" : \"prompt\" | \"kind\" : \"poem\" | kind must be one of",
                "2026-11-01T | yesterday | expected a time such as",
                "sha256: | md5: | digest must be 'sha256:'",
                "\"scored\" : 79 | \"scored\" : 81 | found 81 of 80",
                "\"low\" : 0.25 | \"low\" : 0.9 | must be finite and inside its interval",
                "\"unit\" : \"s\" | \"unit\" : \"\" | must have a unit exactly if it is an amount",
                "\"name\" : \"small\" | \"name\" : 5 | must be a text; found: 5"
            })
    void what_is_no_evidence_is_refused_with_the_place(String before, String after, String message) {
        String text = Evidence.text(List.of(EVIDENCE));
        assertThat(text).contains(before);

        assertThatThrownBy(() -> Evidence.parse(text.replace(before, after)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void text_that_is_no_json_or_says_a_thing_twice_is_refused() {
        String text = Evidence.text(List.of(EVIDENCE));

        assertThatThrownBy(() -> Evidence.parse(text + "{}")).hasMessageContaining("must be JSON");
        assertThatThrownBy(() -> Evidence.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Evidence.parse(text.replace("\"level\" : 0.95", "\"level\" : NaN")))
                .hasMessageContaining("must be JSON");
        assertThatThrownBy(() -> Evidence.parse(text.replace("\"version\" : 1,", "\"version\" : 1, \"version\" : 1,")))
                .hasMessageContaining("must be JSON");
    }

    @Test
    void evidence_is_void_when_the_digest_of_the_asset_changes() {
        assertThat(EVIDENCE.whyVoid(Bindings.of(VERSION))).isEmpty();
        assertThat(EVIDENCE.whyVoid(Bindings.of(HOLDER)))
                .singleElement()
                .asString()
                .contains("it is about trail-guide:2.0.0 with digest " + VERSION.abbreviated());
    }

    @Test
    void evidence_is_void_when_the_dataset_changes() {
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(ROWS), Map.of(), Map.of()))).isEmpty();
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(HOLDER), Map.of(), Map.of())))
                .singleElement()
                .asString()
                .contains("it is on the dataset " + ROWS.abbreviated());
    }

    @Test
    void evidence_is_void_when_an_evaluator_changes() {
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(), Map.of("grounded", JUDGE, "other", ROWS), Map.of())))
                .isEmpty();
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(), Map.of("grounded", ROWS), Map.of())))
                .singleElement()
                .asString()
                .contains("evaluator 'grounded' was " + JUDGE.abbreviated());
    }

    @Test
    void evidence_is_void_when_the_model_changes() {
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(), Map.of(), Map.of("small", Optional.of(MODEL)))))
                .isEmpty();
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(), Map.of(), Map.of("small", Optional.of(ROWS)))))
                .singleElement()
                .asString()
                .contains("model 'small' was " + MODEL.abbreviated() + "… then and is " + ROWS.abbreviated());
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(), Map.of(), Map.of("large", Optional.of(MODEL)))))
                .singleElement()
                .asString()
                .contains("it is with model 'small', and the version asks [large]");
        assertThat(EVIDENCE.whyVoid(bindings(Set.of(), Map.of(), Map.of("small", Optional.empty()))))
                .singleElement()
                .asString()
                .contains("is not defined by an asset now");
    }

    @Test
    void the_digest_of_evidence_changes_with_everything_that_it_says_and_not_with_the_order() {
        Evidence other = EVIDENCE.withModel(ROWS);

        assertThat(other.evidenceDigest()).isNotEqualTo(EVIDENCE.evidenceDigest());
        assertThat(Evidence.digestOf(List.of(EVIDENCE, other))).isEqualTo(Evidence.digestOf(List.of(other, EVIDENCE)));
        assertThat(Evidence.digestOf(List.of(EVIDENCE))).isNotEqualTo(Evidence.digestOf(List.of(EVIDENCE, other)));
    }

    @Test
    void a_comparison_is_found_by_the_version_that_it_is_with() {
        assertThat(EVIDENCE.comparison("grounded", Figure.Kind.DIFFERENCE, HOLDER))
                .isPresent();
        assertThat(EVIDENCE.comparison("grounded", Figure.Kind.DIFFERENCE, ROWS))
                .isEmpty();
        assertThatThrownBy(() -> new Figure("x", ROWS, Figure.Kind.RATIO, 1, 1, 1, 0.95, 1, 1))
                .hasMessageContaining("must name the digest of another version exactly if it is a comparison");
        assertThatThrownBy(() -> new Figure("x", ROWS, Figure.Kind.PASS_RATE, 1, 1, 1.1, 0.95, 1, 1))
                .hasMessageContaining("must lie from 0.0 to 1.0");
    }

    private static Bindings bindings(
            Set<Digest> datasets, Map<String, Digest> evaluators, Map<String, Optional<Digest>> models) {
        return new Bindings(VERSION, datasets, new TreeMap<>(evaluators), new TreeMap<>(models));
    }
}
