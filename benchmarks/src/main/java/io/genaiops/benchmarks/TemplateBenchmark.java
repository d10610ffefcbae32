package io.genaiops.benchmarks;

import com.samskivert.mustache.Mustache;
import dev.langchain4j.model.input.PromptTemplate;
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
 * Renders 500 characters with 4 variables: ours with provenance, a compiled jmustache template, LangChain4j's prompt
 * template, and as the floor the same appends by hand.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TemplateBenchmark {

    private static final String[] LITERALS = {
        "You are the guide of a mountain hut and answer hikers in ",
        ". Keep to what the notes below say; where they are silent, say so and send the hiker to the warden. "
                + "Never invent a time, a price or a route.\n\nNotes:\n",
        "\n\nThe hiker, ",
        ", asks:\n",
        "\n\nAnswer in at most five sentences, friendly and plain."
    };
    static final String[] NAMES = {"locale", "notes", "name", "question"};
    static final String[] VALUES = {
        "English",
        "The path to the north summit is closed until the second week of June. Crampons can be rented at the hut.",
        "Ada",
        "What do I have to pack for a winter hike to the summit, and can I rent some of it from you in the morning?"
    };

    private final Map<String, Object> values = new HashMap<>();
    private final Template plain = Template.compile(source());
    private final Template withRoles = Template.compile(
            source().replace("You are", "system:\nYou are").replace("\n\nThe hiker", "\nuser:\nThe hiker"));
    private final com.samskivert.mustache.Template jmustache =
            Mustache.compiler().escapeHTML(false).compile(source());
    private final PromptTemplate langchain4j = PromptTemplate.from(source());

    /** Fills the values and checks that all candidates render the same. */
    @Setup
    public void fill() {
        for (int i = 0; i < NAMES.length; i++) {
            values.put(NAMES[i], VALUES[i]);
        }
        String expected = floorOfAppends();
        if (!expected.equals(template().text())
                || !expected.equals(jmustache())
                || !expected.equals(langchain4jPromptTemplate())) {
            throw new IllegalStateException("expected the same text of all candidates, found others");
        }
    }

    static String source() {
        StringBuilder source = new StringBuilder(LITERALS[0]);
        for (int i = 0; i < NAMES.length; i++) {
            source.append("{{").append(NAMES[i]).append("}}").append(LITERALS[i + 1]);
        }
        return source.toString();
    }

    /** Renders strictly with provenance; the text is made. */
    @Benchmark
    public RenderedTemplate template() {
        return plain.render(values);
    }

    /** Renders strictly into two messages with provenance; their texts are made. */
    @Benchmark
    public RenderedTemplate templateWithRoles() {
        return withRoles.render(values);
    }

    /** Renders the rival's compiled template. */
    @Benchmark
    public String jmustache() {
        return jmustache.execute(values);
    }

    /** Renders the prompt template of LangChain4j, a search and replace. */
    @Benchmark
    public String langchain4jPromptTemplate() {
        return langchain4j.apply(values).text();
    }

    /** Appends the same pieces by hand into a builder of default size, look-ups included. */
    @Benchmark
    public String floorOfAppends() {
        StringBuilder out = new StringBuilder();
        out.append(LITERALS[0]);
        for (int i = 0; i < NAMES.length; i++) {
            out.append(values.get(NAMES[i])).append(LITERALS[i + 1]);
        }
        return out.toString();
    }
}
