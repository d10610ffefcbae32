package io.genaiops.eval.rubric;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Scale.Severity;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import io.genaiops.registry.AssetRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a judge grades and by which anchors: a versioned prompt, and the menu of verdicts that its output states. The
 * inputs of the prompt name what it reads of a sample: {@code question}, {@code answer}, {@code context} and {@code
 * reference}; any other name is an attribute of the sample. It needs to say neither how to reply nor how the texts are
 * delimited: the judge adds both. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Rubric {

    static final String DIRECTION = "direction";
    static final String VALUES = "values";
    static final String BANDS = "bands";
    static final String SEVERITY = "severity";
    private static final String PREFIX = "judge-";
    private static final String PLACEHOLDER = "\uE000material\uE001";

    private final Prompt prompt;
    private final Menu menu;
    private final Direction direction;
    private final boolean severity;
    private final Map<String, Boolean> inputs;

    private Rubric(Prompt prompt, Menu menu, Direction direction) {
        this.prompt = prompt;
        this.menu = menu;
        this.direction = direction;
        this.severity = isSeverity(prompt, menu, direction);
        this.inputs = inputs(prompt);
    }

    /**
     * Returns the rubric that a prompt is. Its output must be a schema with a property {@code score}, see {@link Menu#of};
     * {@code direction: lower_is_better} in its metadata turns the scale around, {@code values} there gives the
     * categories values of your own, one each, and {@code bands: severity} says that its grades from 0 to 7 are those of
     * {@link Severity}.
     *
     * @throws IllegalArgumentException if the prompt is no rubric; the message says what is missing
     */
    public static Rubric of(Prompt prompt) {
        if (prompt.output().isEmpty()) {
            throw new IllegalArgumentException(
                    prompt + " is no rubric: expected an 'output' with a property 'score', such as {type: object,"
                            + " properties: {score: {type: integer, minimum: 1, maximum: 5}}}; found none");
        }
        try {
            return new Rubric(prompt, Menu.of(prompt.output().get().json(), values(prompt)), direction(prompt));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prompt + " is no rubric: " + e.getMessage(), e);
        }
    }

    /** Begins a rubric of your own: criteria, and anchored grades or categories. */
    public static RubricBuilder builder(String name) {
        return new RubricBuilder(name);
    }

    /** Returns the rubric that genaiops ships under this name, for example {@code judge-relevance}. */
    public static Rubric shipped(String name) {
        return of(shippedPrompt(name));
    }

    /** Returns a prompt that genaiops ships for its judges, by name or by name and version. */
    public static Prompt shippedPrompt(String reference) {
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/judges")) {
            return registry.prompt(reference.contains(":") ? reference : reference + ":1.0.0");
        }
    }

    private static List<Double> values(Prompt prompt) {
        Object written = prompt.metadata().more().getOrDefault(VALUES, List.of());
        if (!(written instanceof List<?> values) || !values.stream().allMatch(Number.class::isInstance)) {
            throw new IllegalArgumentException("metadata.values must be a list of numbers; found: " + written);
        }
        return values.stream().map(value -> ((Number) value).doubleValue()).toList();
    }

    private static Direction direction(Prompt prompt) {
        Object written = prompt.metadata().more().get(DIRECTION);
        if (written == null) {
            return Direction.HIGHER_IS_BETTER;
        }
        for (Direction direction : Direction.values()) {
            if (direction.name().toLowerCase(Locale.ROOT).equals(written)) {
                return direction;
            }
        }
        throw new IllegalArgumentException(
                "metadata.direction must be higher_is_better or lower_is_better; found: " + written);
    }

    private static boolean isSeverity(Prompt prompt, Menu menu, Direction direction) {
        Object bands = prompt.metadata().more().get(BANDS);
        boolean fits = menu.isGraded() && menu.scale().equals(Scale.SEVERITY) && direction == Direction.LOWER_IS_BETTER;
        if (bands != null && !(bands.equals(SEVERITY) && fits)) {
            throw new IllegalArgumentException("metadata.bands must be 'severity', of whole grades from 0 to 7 with"
                    + " metadata.direction lower_is_better; found: " + bands + ", of " + menu + ", " + direction);
        }
        return bands != null;
    }

    /** Returns whether each text that the rubric reads is required, by its name. */
    private static Map<String, Boolean> inputs(Prompt prompt) {
        Map<String, Boolean> inputs = new LinkedHashMap<>();
        for (PromptInput input : prompt.inputs()) {
            if (input.defaultValue().isEmpty()) {
                if (input.type() != InputType.STRING) {
                    throw new IllegalArgumentException(
                            "input '" + input.name() + "' of a rubric must be a string; found: " + input.type());
                }
                if (input.isTrusted()) {
                    throw new IllegalArgumentException("trusted input '" + input.name()
                            + "' of a rubric needs a default, since nobody gives it; found none");
                }
                inputs.put(input.name(), input.isRequired());
            }
        }
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a rubric must declare what it reads, such as the input 'answer'; found"
                    + " no input without a default");
        }
        return inputs;
    }

    /** Returns the name that evaluators have: that of the prompt without {@code judge-}, with underscores. */
    public String name() {
        String name = prompt.name();
        return (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name).replace('-', '_');
    }

    /** Returns the prompt. Publish it to keep a rubric that was made in code. */
    public Prompt prompt() {
        return prompt;
    }

    /** Returns the version of the prompt. */
    public String version() {
        return prompt.version().toString();
    }

    /** Returns the resolved digest of the prompt. */
    public Digest digest() {
        return prompt.identity().digest();
    }

    /** Returns the verdicts that a judge may give. */
    public Menu menu() {
        return menu;
    }

    /** Returns the scale of its scores. */
    public Scale scale() {
        return menu.scale();
    }

    /** Returns which end of the scale is the good one. */
    public Direction direction() {
        return direction;
    }

    /** Tells whether its grades are severities, whose band stands before the reason of each score. */
    public boolean isSeverity() {
        return severity;
    }

    /** Returns the texts that it reads by their names, and of each whether it is needed. */
    public Map<String, Boolean> inputs() {
        return Map.copyOf(inputs);
    }

    /** Returns a parser of replies about these texts; see {@link VerdictParser#of}. */
    public VerdictParser parser(Collection<String> judged) {
        return VerdictParser.of(menu, judged);
    }

    /** Returns the messages for these texts. */
    public List<ChatMessage> render(Map<String, String> texts) {
        return prompt.with(texts).render().messages();
    }

    /**
     * Returns the text of its system messages, by which several rubrics are put into one request.
     *
     * @throws IllegalArgumentException if there is none, or it holds a text of the sample
     */
    public String criterion() {
        Map<String, String> texts = inputs.keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> PLACEHOLDER, (one, other) -> one, LinkedHashMap::new));
        String criterion = render(texts).stream()
                .filter(SystemMessage.class::isInstance)
                .map(message -> ((SystemMessage) message).text())
                .collect(Collectors.joining("\n\n"));
        if (criterion.isBlank() || criterion.contains(PLACEHOLDER)) {
            throw new IllegalArgumentException(prompt + " cannot be asked together with others: its criteria must stand"
                    + " in a system message, and the texts to judge outside of it");
        }
        return criterion;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rubric that
                && prompt.id().equals(that.prompt.id())
                && digest().equals(that.digest())
                && menu.equals(that.menu)
                && direction == that.direction
                && severity == that.severity;
    }

    @Override
    public int hashCode() {
        return Objects.hash(prompt.id(), digest());
    }

    @Override
    public String toString() {
        return "Rubric[" + prompt.identity() + ", " + menu + "]";
    }
}
