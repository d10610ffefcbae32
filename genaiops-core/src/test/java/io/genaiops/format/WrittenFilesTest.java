package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Target;
import io.genaiops.asset.Version;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.definition.ApplicationDefinition.RiskClass;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.definition.ModelCapability;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.definition.Quantity;
import io.genaiops.definition.SuiteCheck;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.SuiteLimit;
import io.genaiops.definition.SuiteLimit.Bound;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.prompt.Partial;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.HostileCorpus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back as it was, for assets of every kind that a seeded generator makes of hostile texts. */
class WrittenFilesTest {

    private static final Version VERSION = Version.parse("1.2.3-rc.1");
    private static final List<String> TEXTS = HostileCorpus.values().stream()
            .filter(text -> text.length() < 1_000 && text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000))
            .toList();
    private static final List<String> SAID =
            TEXTS.stream().filter(Predicate.not(String::isBlank)).toList();

    private final Random random = new Random();

    private String text() {
        return SAID.get(random.nextInt(SAID.size()));
    }

    private <T> T any(T[] choices) {
        return Arrays.asList(choices).get(random.nextInt(choices.length));
    }

    private List<String> texts(int least) {
        List<String> texts = new ArrayList<>();
        for (int i = least + random.nextInt(3); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private Metadata metadata() {
        Map<String, Object> more = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            more.put("x-" + i + text(), random.nextBoolean() ? text() : List.of(text(), 1, true));
        }
        return new Metadata(
                random.nextBoolean() ? text() : "",
                texts(0),
                texts(0),
                random.nextBoolean() ? text() : null,
                random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000)) : null,
                random.nextBoolean() ? text() : null,
                more);
    }

    private Partial partial() {
        String literal = text().replace("{{", "").replace("\n", "\n- ").replace("\r", "");
        Partial.Builder partial = Partial.builder("tone", VERSION, "Say: {{a}}\n{{> manners}}\n- " + literal)
                .metadata(metadata());
        if (random.nextBoolean()) {
            partial.inputs("b", "a");
        }
        if (random.nextBoolean()) {
            partial.partials(AssetRef.parse("manners:^1.2"), AssetRef.parse("other@beta"));
        }
        return partial.build();
    }

    private ModelDefinition model() {
        ModelDefinition.Builder model = ModelDefinition.builder("small", VERSION)
                .provider("local")
                .model("llama3.2:3b")
                .metadata(metadata());
        for (ModelCapability capability : ModelCapability.values()) {
            if (random.nextInt(3) == 0) {
                model.capabilities(capability);
            }
        }
        if (random.nextBoolean()) {
            model.contextWindow(1 + random.nextInt(1_000_000));
        }
        if (random.nextBoolean()) {
            model.parameters(new ModelParameters(random.nextDouble(), 1.0, 40, -0.5, null, null, texts(0)));
        }
        if (random.nextBoolean()) {
            model.tunedFrom(AssetRef.parse("base:1.0.0"), Digest.ofText(text()));
        }
        if (random.nextBoolean()) {
            model.retires(LocalDate.ofEpochDay(random.nextInt(100_000)));
        }
        if (random.nextBoolean()) {
            model.price("local/llama");
        }
        if (random.nextBoolean()) {
            model.regions("eu", "eu-central-1").dataClasses("personal");
        }
        return model.build();
    }

    private ApplicationDefinition application() {
        ApplicationDefinition.Builder application = ApplicationDefinition.builder("desk", VERSION)
                .purpose(text())
                .intendedUsers(texts(1).toArray(String[]::new))
                .owner(text())
                .riskClass(any(RiskClass.values()))
                .metadata(metadata());
        if (random.nextBoolean()) {
            application
                    .target(Concern.LATENCY, Target.atMost("p95", random.nextInt(1, 9) + " s"))
                    .target(Concern.QUALITY, Target.atLeast("b", "0.80"))
                    .target(Concern.QUALITY, Target.atMost("a", "-0.25"))
                    .target(Concern.COST, Target.atMost("per call", "0.0000001 USD"));
        }
        return application.build();
    }

    private DatasetDefinition dataset() {
        DatasetDefinition.Builder dataset = DatasetDefinition.builder("rows", VERSION)
                .file("data/rows.v1.jsonl")
                .format(any(DatasetFormat.values()))
                .rows(1 + random.nextInt(1_000), Digest.ofText(text()))
                .metadata(metadata());
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            dataset.field("null".repeat(i), text());
        }
        return dataset.build();
    }

    private ToolDefinition tool() {
        ToolDefinition.Builder tool =
                ToolDefinition.builder("weather", VERSION).instructions(text()).metadata(metadata());
        if (random.nextBoolean()) {
            tool.function("getWeather");
        }
        if (random.nextBoolean()) {
            ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("type", "object");
            arguments.withObject("/properties/place").put("type", "string").put("description", text());
            arguments.withObject("/properties/days").put("type", "integer").put("maximum", random.nextInt());
            tool.arguments(JsonSchema.of(arguments));
        }
        return tool.build();
    }

    private PolicyDefinition policy() {
        PolicyDefinition.Builder policy =
                PolicyDefinition.builder("house", VERSION).metadata(metadata());
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            PolicyRule.Builder rule = PolicyRule.builder("rule-" + i).because("b" + text());
            if (random.nextBoolean()) {
                rule.when(PolicyFact.DATA_CLASS, "personal", "*secret*").when(PolicyFact.own("x-team"), "a");
            }
            switch (random.nextInt(5)) {
                case 0 -> rule.allow(PolicyFact.REGION, "eu", "eu-*");
                case 1 -> rule.deny(PolicyFact.PURPOSE, "*").at(Moment.TOOL, Moment.CALL);
                case 2 -> rule.maxCost(new BigDecimal("0.00" + (1 + random.nextInt(9)) + "0"), "EUR");
                case 3 -> rule.maxCost("1 USD").allowUnpriced();
                default -> rule.evidence("relevance", "mean").evidence("f 1", "pass-rate");
            }
            policy.rule((random.nextBoolean() ? rule.allowUnknown() : rule.instead("c" + text())).build());
        }
        return policy.rule(PolicyRule.builder("age")
                        .evidence("a", "mean")
                        .maxAge(Duration.ofMinutes(1 + random.nextInt(5_000)))
                        .because("b")
                        .build())
                .build();
    }

    private SuiteDefinition suite() {
        SuiteDefinition.Builder suite =
                SuiteDefinition.builder("quality", VERSION).metadata(metadata());
        if (random.nextBoolean()) {
            suite.judge(AssetRef.parse("large@beta")).embeddings(AssetRef.parse("minilm"));
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            suite.check(check("text.n" + i, 2).build());
        }
        if (random.nextBoolean()) {
            suite.measure(SuiteCheck.builder("performance.latency_percentile")
                    .with("percentile", DoubleNode.valueOf(random.nextDouble()))
                    .build());
        }
        return suite.build();
    }

    private SuiteCheck.Builder check(String evaluator, int depth) {
        SuiteCheck.Builder check = SuiteCheck.builder(evaluator);
        if (random.nextBoolean()) {
            ObjectNode more = JsonNodeFactory.instance.objectNode().putNull(text());
            more.putArray("a").add(random.nextDouble()).add(random.nextInt()).add(random.nextBoolean());
            check.with("text", TextNode.valueOf(text())).with("more", more);
        }
        if (random.nextBoolean()) {
            check.judge(AssetRef.parse("small:^1.2")).embeddings(AssetRef.parse("other:1.0.0"));
        }
        if (random.nextBoolean()) {
            check.rubrics(AssetRef.parse("voice"), AssetRef.parse("tone@beta"));
        }
        for (int i = depth > 0 ? random.nextInt(3) : 0; i > 0; i--) {
            check.members(check("judge.n" + i, depth - 1)
                    .weight(random.nextDouble() + 0.1)
                    .build());
        }
        String name = text();
        if (name.length() <= 120 && name.chars().noneMatch(Character::isISOControl)) {
            check.named(name);
        }
        return random.nextBoolean() ? check.negated() : check.limit(limit());
    }

    private SuiteLimit limit() {
        Bound bound = any(Bound.values());
        Quantity low = random.nextBoolean() ? Quantity.of(random.nextGaussian()) : Quantity.parse("-2.50 s");
        Quantity high = new Quantity(low.value().add(BigDecimal.ONE).round(MathContext.DECIMAL32), low.unit());
        return bound == Bound.BETWEEN ? new SuiteLimit(bound, List.of(low, high)) : SuiteLimit.of(bound, low);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_written_is_read_back_as_it_was(long seed) {
        random.setSeed(seed);
        for (int i = 0; i < 15; i++) {
            for (Asset asset : List.of(partial(), model(), tool(), application(), dataset(), suite(), policy())) {
                AssetFile file = AssetFile.of(asset);
                Asset read =
                        AssetFile.parse(asset.id(), VERSION, "f", file.text()).asset();

                assertThat(read.sourceDigest()).isEqualTo(asset.sourceDigest());
                assertThat(read).usingRecursiveComparison().isEqualTo(asset);
                assertThat(AssetFile.of(read).text()).isEqualTo(file.text());
            }
        }
    }

    @Test
    void a_definition_made_in_code_can_be_published() {
        AssetRegistry registry = AssetRegistry.memory();
        random.setSeed(9);
        Partial manners =
                Partial.builder("manners", Version.of(1, 2, 0), "Be kind.").build();
        for (Asset asset : List.of(manners, model(), application(), dataset())) {
            registry.publish(AssetFile.of(asset), "ann");
        }

        SuiteDefinition suite = SuiteDefinition.builder("quality", VERSION)
                .judge(AssetRef.parse("small:1.2.3-rc.1"))
                .check(SuiteCheck.builder("judge.relevance").build())
                .build();
        registry.publish(AssetFile.of(suite), "ann");

        assertThat(registry.suite("quality:1.2.3-rc.1").checks()).isEqualTo(suite.checks());
        assertThat(registry.model("small:1.2.3-rc.1").model()).isEqualTo("llama3.2:3b");
        assertThat(registry.application("desk:1.2.3-rc.1").owner()).isNotBlank();
        assertThat(registry.dataset("rows:1.2.3-rc.1").file()).isEqualTo("data/rows.v1.jsonl");
    }

    @Test
    void written_definitions_read_as_a_person_would_write_them() {
        ModelDefinition model = ModelDefinition.builder("small", Version.of(1, 0, 0))
                .provider("openai")
                .model("gpt-4.1-mini")
                .capabilities(ModelCapability.TOOLS, ModelCapability.STREAMING)
                .contextWindow(1_000)
                .parameters(new ModelParameters(0.2, null, null, null, null, null, List.of()))
                .tunedFrom(AssetRef.parse("base:1.0.0"), Digest.parse("sha256:" + "0".repeat(64)))
                .retires(LocalDate.of(2027, 4, 14))
                .price("openai/gpt-4.1-mini")
                .metadata(Metadata.describedAs("Small."))
                .build();
        ApplicationDefinition application = ApplicationDefinition.builder("desk", Version.of(1, 0, 0))
                .purpose("Answers.")
                .intendedUsers("travellers", "agents")
                .owner("ann")
                .riskClass(RiskClass.LIMITED)
                .target(Concern.LATENCY, Target.atMost("p95", "2 s"))
                .build();

        SuiteDefinition suite = SuiteDefinition.builder("quality", Version.of(1, 0, 0))
                .judge(AssetRef.parse("large"))
                .check(SuiteCheck.builder("judge.relevance")
                        .named("to the point")
                        .limit(SuiteLimit.of(Bound.AT_LEAST, Quantity.of(4)))
                        .build())
                .check(SuiteCheck.builder("performance.cost")
                        .limit(SuiteLimit.of(Bound.AT_MOST, Quantity.parse("0.01USD")))
                        .build())
                .measure(SuiteCheck.builder("performance.error_rate").build())
                .build();

        assertThat(AssetFile.of(suite).text()).isEqualTo("""
                name: "quality"
                version: 1.0.0
                judge: "large@production"
                checks:
                  - {"evaluator": "judge.relevance", "named": "to the point", "atLeast": 4}
                  - {"evaluator": "performance.cost", "atMost": "0.01 USD"}
                measures:
                  - {"evaluator": "performance.error_rate"}
                """);
        assertThat(AssetFile.of(model).text()).isEqualTo("""
                name: "small"
                version: 1.0.0
                description: "Small."
                provider: "openai"
                model: "gpt-4.1-mini"
                capabilities: ["streaming", "tools"]
                contextWindow: 1000
                parameters: {"temperature": 0.2}
                tuning:
                  baseModel: "base:1.0.0"
                  data: "sha256:%s"
                retires: "2027-04-14"
                price: "openai/gpt-4.1-mini"
                """.formatted("0".repeat(64)));
        assertThat(AssetFile.of(application).text()).isEqualTo("""
                name: "desk"
                version: 1.0.0
                purpose: "Answers."
                intendedUsers: ["travellers", "agents"]
                owner: "ann"
                riskClass: limited
                targets: {"latency": {"p95": "<= 2 s"}}
                """);
    }

    /** A kind of the host's own, which this library cannot write. */
    private record Foreign(AssetId id, Version version) implements Asset {
        @Override
        public Digest sourceDigest() {
            return Digest.ofJson(spec());
        }

        @Override
        public Metadata metadata() {
            return Metadata.NONE;
        }

        @Override
        public JsonNode spec() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public List<AssetReference> references() {
            return List.of();
        }
    }

    @Test
    void an_asset_of_a_foreign_class_is_refused() {
        assertThatThrownBy(() -> AssetFile.of(new Foreign(new AssetId(AssetKind.MODEL, "a"), VERSION)))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("model 'a' 1.2.3-rc.1: expected a Prompt, Partial, ModelDefinition,")
                .hasMessageEndingWith("found " + Foreign.class.getName());
    }
}
