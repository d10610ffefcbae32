package io.genaiops.examples;

import static io.genaiops.eval.junit.GenAiAssertions.assertAssetsLocked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.delivery.DeliveryListener;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.RenderedPrompt;
import io.genaiops.registry.AssetLabel;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.RegistrySnapshot;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.registry.Released;
import io.genaiops.review.AssetDiff;
import io.genaiops.review.Compatibility;
import io.genaiops.review.CompatibilityChange;
import io.genaiops.rollout.Exposure;
import io.genaiops.rollout.Rollout;
import io.genaiops.rollout.RolloutPlan;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of the pages in {@code docs} about assets, and looks for those of every page in the tests. */
class PagesTest {

    private static final Pattern JAVA = Pattern.compile("(?s)```java\\n(.*?)```");
    private static final Pattern QUESTION_OF_A_RESULT = Pattern.compile("`(result\\.[^`]+)`");

    @TempDir
    Path folder;

    @BeforeEach
    void write_the_prompt_of_the_page() throws IOException {
        String page = Files.readString(Repository.ROOT.resolve("docs/write-a-prompt.md"));
        String file = page.substring(
                page.indexOf("```markdown\n") + 12, page.indexOf("\n```", page.indexOf("```markdown")) + 1);
        Path prompts = Files.createDirectories(folder.resolve("prompts/trail-guide"));
        Files.writeString(prompts.resolve("1.2.0.prompt.md"), file);
        Files.writeString(
                prompts.resolve("1.1.0.prompt.md"),
                file.replace("1.2.0", "1.1.0").replace("summer, winter]", "summer]"));
    }

    @Test
    void write_a_prompt() {
        AssetRegistry registry = AssetRegistry.directory(folder);
        RenderedPrompt rendered = registry.prompt("trail-guide:1.2.0")
                .with("question", "Do I need crampons?")
                .with("notes", List.of("Snow above 1800 m."))
                .render();
        rendered.messages(); // LangChain4j messages: one system, one user

        assertThat(rendered.messages()).hasSize(2);
        assertThat(rendered.messages().get(0).toString()).contains("It is summer.", "- Snow above 1800 m.");
        registry.lint(AssetId.prompt("trail-guide"), Version.of(1, 2, 0)).forEach(System.out::println);
        assertThat(registry.lint(AssetId.prompt("trail-guide"), Version.of(1, 2, 0)))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.toString()).contains("system message"));
    }

    @Test
    void start_from_a_text_file() throws IOException {
        AssetRegistry registry = AssetRegistry.memory();
        Path text = Files.writeString(folder.resolve("packing.txt"), "List what to pack for {{trip}}, {name}.");
        AssetFile file = AssetFile.fromText("packing-list", Version.of(1, 0, 0), text);
        file.notCarriedOver(); // what looks like another maker's template and stays text
        registry.publish(file, "ada");

        assertThat(file.notCarriedOver()).singleElement().asString().contains("'{name}' stays text");
        assertThat(registry.prompt("packing-list:1.0.0")
                        .with("trip", "a day")
                        .render()
                        .text())
                .isEqualTo("List what to pack for a day, {name}.");
    }

    @Test
    void version_a_prompt() {
        AssetRegistry registry = AssetRegistry.directory(folder);
        AssetId guide = AssetId.prompt("trail-guide");
        registry.publish(guide, Version.of(1, 2, 0), "ada");
        registry.label("trail-guide", "beta").moveTo("1.2.0", "ada", "first try");
        registry.prompt("trail-guide@beta").identity(); // trail-guide:1.2.0

        assertThat(registry.prompt("trail-guide@beta").identity()).hasToString("trail-guide:1.2.0");
        registry.publish(guide, Version.of(1, 1, 0), "ada");
        AssetDiff diff = registry.diff(guide, Version.of(1, 1, 0), Version.of(1, 2, 0));
        Compatibility compatibility = registry.compatibility("trail-guide", Version.of(1, 1, 0), Version.of(1, 2, 0));
        compatibility.level(); // BREAKING, FEATURE or PATCH
        compatibility.suggested(); // the version that follows from it
        assertThat(diff.changesBehaviour()).isTrue();
        assertThat(compatibility.level()).isEqualTo(CompatibilityChange.Level.FEATURE);
        assertThat(compatibility.suggested()).hasToString("1.2.0");

        registry.label("trail-guide", "beta").remove("ada", "superseded");
        registry.delete(guide, Version.of(1, 1, 0), "ada", "tells hikers to go alone");
        assertThat(registry.describe(guide).summary()).isEqualTo("versions [1.2.0], labels []");
        assertAssetsLocked(folder); // GenAiAssertions, in any JUnit test
    }

    @Test
    void promote_a_version() throws IOException {
        AssetRegistry registry = AssetRegistry.directory(folder);
        registry.publish(AssetId.prompt("trail-guide"), Version.of(1, 2, 0), "ada");
        AssetLabel production = registry.label("trail-guide", "production");
        production.moveTo("1.2.0", "ada", "answers shorter, no worse");
        registry.prompt("trail-guide").identity(); // trail-guide:1.2.0
        registry.label("trail-guide", "production").history(); // who, when, why, from where to where

        registry.publish(AssetId.prompt("trail-guide"), Version.of(1, 1, 0), "ada");
        registry.label("trail-guide", "production").moveTo("1.1.0", "ada", "back");
        assertThat(registry.label("trail-guide", "production").history()).hasSize(2);
        ExperimentResult result = measured(registry);
        Governance governance = Governance.builder(registry)
                .gate("production", Gate.passRate("token_f1").items(40).atLeast(0.6))
                .build();
        Promotion promotion = governance
                .promote("trail-guide:1.2.0")
                .to("production")
                .with(result.evidence())
                .because("beats 1.1.0 on 40 questions")
                .by(Actor.asserted("ada"))
                .submit();
        promotion.isPromoted();
        promotion.reasons(); // why, or why not
        assertThat(promotion.isPromoted()).as("%s", promotion).isTrue();
        assertThat(registry.prompt("trail-guide").version()).hasToString("1.2.0");
    }

    @Test
    void release_and_roll_out_versions() {
        AssetRegistry registry = AssetRegistry.directory(folder);
        registry.publish(AssetId.prompt("trail-guide"), Version.of(1, 1, 0), "ada");
        registry.publish(AssetId.prompt("trail-guide"), Version.of(1, 2, 0), "ada");
        for (String version : List.of("1.0.0", "1.1.0")) {
            registry.publish(
                    AssetFile.of(ModelDefinition.builder("small", Version.parse(version))
                            .provider("openai")
                            .model("gpt-" + version)
                            .build()),
                    "ada");
        }
        Released before = registry.release("beta")
                .prompt("trail-guide", "1.1.0")
                .model("small", "1.0.0")
                .by("ada")
                .because("first")
                .submit();
        Released released = registry.release("beta")
                .prompt("trail-guide", "1.2.0")
                .model("small", "1.1.0")
                .by("ada")
                .because("tuned for each other")
                .submit();
        released.rollback("ada", "slower than measured"); // all of them back, again in one step
        assertThat(before.moves()).hasSize(2);
        assertThat(registry.label(new AssetId(AssetKind.MODEL, "small"), Label.of("beta"))
                        .history())
                .hasSize(3);
        assertThat(registry.model("small@beta").version()).hasToString("1.0.0");
        assertThat(registry.prompt("trail-guide@beta").version()).hasToString("1.1.0");

        String userId = "user-4711";
        List<Exposure> exposures = new ArrayList<>();
        RolloutPlan plan = RolloutPlan.builder("trail-guide-1-2")
                .arm("before", "trail-guide:1.1.0", 0)
                .arm("new", "trail-guide:1.2.0", 1)
                .control("before")
                .coverage(1_000) // of 10,000: one user in ten
                .build();
        Rollout rollout = Rollout.builder(plan).onExposure(exposures::add).build();

        Prompt prompt = rollout.prompt(registry, userId, Map.of("country", "de"));
        prompt.resolution().arm(); // before or new; also on answers and spans
        assertThat(prompt.resolution().arm()).isIn("before", "new");
        assertThat(exposures).hasSize(1);
        rollout.with(plan.rampedTo(5_000)); // everyone who had it keeps it
        rollout.with(plan.killed(true)); // everyone gets control
        RolloutPlan stored = RolloutPlan.parse(plan.toJson());
        assertThat(stored).isEqualTo(plan);

        RolloutPlan together = RolloutPlan.builder("guide-on-large")
                .arm("before", ReleaseSet.ofPrompt("trail-guide", "1.1.0").andModel("small", "1.0.0"), 1)
                .arm("new", ReleaseSet.ofPrompt("trail-guide", "1.2.0").andModel("small", "1.1.0"), 1)
                .control("before")
                .coverage(RolloutPlan.EVERYONE)
                .build();
        RegistrySnapshot request = Rollout.of(together).snapshot(registry, userId, Map.of());
        request.prompt("trail-guide"); // of the arm
        request.model("small"); // of the same arm
        assertThat(request.model("small").version().toString().equals("1.1.0"))
                .isEqualTo(request.prompt("trail-guide").version().toString().equals("1.2.0"));
    }

    @Test
    void what_fails_open_and_what_fails_closed() {
        AssetStore store = AssetStore.directory(folder);
        AssetRegistry author = AssetRegistry.of(store);
        author.publish(AssetId.prompt("trail-guide"), Version.of(1, 2, 0), "ada");
        author.label("trail-guide", "production").moveTo("1.2.0", "ada", "live");
        DeliveryListener listener = new DeliveryListener() {};
        AssetRegistry registry = AssetRegistry.builder(store)
                .cache(Duration.ofMinutes(1))
                .delivery(options -> options.lastKnownGood(folder)
                        .bundle(AssetStore.classpath("genaiops"))
                        .maxStale(Duration.ofHours(24))
                        .listener(listener))
                .build();
        registry.prompt("trail-guide").resolution().source(); // FRESH, STALE, LAST_KNOWN_GOOD, BUNDLED or FALLBACK
        registry.delivery().health(); // is the store reachable, since when not, how often

        assertThat(registry.prompt("trail-guide").resolution().source()).isEqualTo(Resolution.Source.FRESH);
        assertThat(registry.delivery().health().storeReachable()).isTrue();
        registry.close();
    }

    @Test
    void every_java_sample_of_a_page_stands_in_a_test() throws IOException {
        String tests = squeezed(testSources());
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (String sample : Stream.of(JAVA, QUESTION_OF_A_RESULT)
                    .flatMap(code -> code.matcher(text).results())
                    .map((MatchResult block) -> block.group(1))
                    .toList()) {
                seen++;
                if (!tests.contains(squeezed(sample))) {
                    missing.add(page.getFileName() + ":\n" + sample);
                }
            }
        }
        assertThat(seen).isGreaterThan(8);
        assertThat(missing).isEmpty();
    }

    private static ExperimentResult measured(AssetRegistry registry) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("Pack a map."))
                        .build();
            }
        };
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", model));
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(Sample.of("question " + i).expecting("Pack a map."));
        }
        return Experiment.named("pages")
                .over(Dataset.of("rows", rows))
                .variant(
                        "1.2.0",
                        sample -> calls.prompt("trail-guide:1.2.0")
                                .with("question", sample.input())
                                .with("notes", List.of())
                                .send())
                .evaluatedBy(EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5)))
                .run();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(Repository.ROOT.resolve("README.md")),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        }
    }

    private static String testSources() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of("genaiops-core", "genaiops-tracing", "genaiops-eval", "examples")) {
            try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    sources.append(Files.readString(file)).append('\n');
                }
            }
        }
        return sources.toString();
    }

    /** Without comments and white space, which the formatter moves. */
    private static String squeezed(String code) {
        return code.replaceAll("(?m)(^|\\s)//.*$", "").replaceAll("\\s+", "");
    }
}
