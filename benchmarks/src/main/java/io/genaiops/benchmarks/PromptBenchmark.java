package io.genaiops.benchmarks;

import static io.genaiops.benchmarks.TemplateBenchmark.NAMES;
import static io.genaiops.benchmarks.TemplateBenchmark.VALUES;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptInput;
import io.genaiops.prompt.RenderedPrompt;
import io.genaiops.template.RenderedTemplate;
import io.genaiops.template.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Renders the body of {@link TemplateBenchmark} as a prompt: inputs checked, chat messages made. As the floor, the bare
 * template of the same body. Run with {@code -prof gc}: a rendering may allocate twice its output and 1 KB.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PromptBenchmark {

    private static final String WITH_ROLES = TemplateBenchmark.source()
            .replace("You are", "system:\nYou are")
            .replace("\n\nThe hiker", "\nuser:\nThe hiker");

    private final Map<String, Object> values = new HashMap<>();
    private final Template plainTemplate = Template.compile(TemplateBenchmark.source());
    private final Template templateOfTwo = Template.compile(WITH_ROLES);
    private final Prompt plainPrompt = prompt(TemplateBenchmark.source()).build();
    private final Prompt promptOfTwo = prompt(WITH_ROLES).build();
    private final Prompt defaultsPrompt = prompt(TemplateBenchmark.source())
            .input(PromptInput.builder("tone", InputType.STRING)
                    .defaultValue("friendly")
                    .build())
            .build();

    private final Prompt choicePrompt =
            (Prompt) AssetFile.parse(AssetKind.PROMPT, "benchmark", """
            ---
            name: trail-guide
            version: 1.1.0
            inputs:
              locale: {type: string, enum: [English, Deutsch]}
              notes: string
              name: string
              question: string
            ---
            """ + TemplateBenchmark.source())
                    .asset();

    private static PromptBuilder prompt(String body) {
        PromptBuilder builder = Prompt.builder("trail-guide", Version.of(1, 1, 0), body);
        for (String name : NAMES) {
            builder.input(PromptInput.required(name, InputType.STRING));
        }
        return builder;
    }

    /** Fills the values and checks that all candidates render the same. */
    @Setup
    public void fill() {
        for (int i = 0; i < NAMES.length; i++) {
            values.put(NAMES[i], VALUES[i]);
        }
        String expected = template().text();
        if (!expected.equals(promptInputByInput().text())
                || !expected.equals(promptWithMap().text())
                || !expected.equals(promptWithDefault().text())
                || !expected.equals(promptWithEnum().text())
                || !templateWithRoles().text().equals(promptWithRoles().text())) {
            throw new IllegalStateException("expected the same text of all candidates, found others");
        }
    }

    /** Renders the bare template strictly. */
    @Benchmark
    public RenderedTemplate template() {
        return plainTemplate.render(values);
    }

    /** Renders the bare template into two messages. */
    @Benchmark
    public RenderedTemplate templateWithRoles() {
        return templateOfTwo.render(values);
    }

    /** Gives the inputs one by one and renders. */
    @Benchmark
    public RenderedPrompt promptInputByInput() {
        return inputByInput(plainPrompt);
    }

    /** Gives the inputs as a map and renders. */
    @Benchmark
    public RenderedPrompt promptWithMap() {
        return plainPrompt.with(values).render();
    }

    /** Gives all inputs but one, which has a default, and renders. */
    @Benchmark
    public RenderedPrompt promptWithDefault() {
        return inputByInput(defaultsPrompt);
    }

    /** Gives the inputs one by one to a prompt from a file, where one is an enum, and renders. */
    @Benchmark
    public RenderedPrompt promptWithEnum() {
        return inputByInput(choicePrompt);
    }

    /** Gives the inputs one by one and renders two messages. */
    @Benchmark
    public RenderedPrompt promptWithRoles() {
        return inputByInput(promptOfTwo);
    }

    private static RenderedPrompt inputByInput(Prompt prompt) {
        return prompt.with(NAMES[0], VALUES[0])
                .with(NAMES[1], VALUES[1])
                .with(NAMES[2], VALUES[2])
                .with(NAMES[3], VALUES[3])
                .render();
    }
}
