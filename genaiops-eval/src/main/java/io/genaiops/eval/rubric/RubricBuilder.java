package io.genaiops.eval.rubric;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptInput;
import io.genaiops.schema.JsonSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a rubric in code: criteria, steps if the judge shall follow some, and anchored grades or categories. Grades from
 * 1 to 5 with general anchors if neither is given. Not thread-safe.
 *
 * @since 0.1
 */
public final class RubricBuilder {

    private static final String INSTRUCTIONS = "instructions";
    private static final List<String> LIKERT = List.of(
            "not at all", "a little; most of it is missing", "in part", "mostly; small things are missing", "entirely");

    private final String name;
    private Version version = Version.parse("1.0.0");
    private @Nullable String criterion;
    private List<String> steps = List.of();
    private final SortedMap<Integer, String> grades = new TreeMap<>();
    private final Map<String, String> categories = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private @Nullable String notApplicable;
    private List<String> reads = List.of("question", "answer");
    private boolean lowerIsBetter;
    private boolean severity;

    RubricBuilder(String name) {
        this.name = requireNonNull(name, "name");
    }

    /** Sets the version; 1.0.0 if not set. */
    public RubricBuilder version(String version) {
        this.version = Version.parse(version);
        return this;
    }

    /** Says in your own words what is graded. Required. */
    public RubricBuilder criterion(String criterion) {
        this.criterion = text("criterion", criterion);
        return this;
    }

    /** Sets the steps that the judge takes before it grades. */
    public RubricBuilder steps(String... steps) {
        return steps(Arrays.asList(steps));
    }

    /** Sets the steps that the judge takes before it grades. */
    public RubricBuilder steps(List<String> steps) {
        this.steps = steps.stream().map(step -> text("step", step)).toList();
        return this;
    }

    /** Adds a whole grade with what it stands for. All from the lowest to the highest are needed. */
    public RubricBuilder grade(int grade, String meaning) {
        if (grades.put(grade, text("meaning", meaning)) != null) {
            throw new IllegalArgumentException("grade must be given once; found again: " + grade);
        }
        return this;
    }

    /** Adds a category with its value and what it stands for. */
    public RubricBuilder category(String category, double value, String meaning) {
        String key = Menu.key(category);
        if (values.put(key, value) != null) {
            throw new IllegalArgumentException("category must be given once; found again: " + category);
        }
        categories.put(key, text("meaning", meaning));
        return this;
    }

    /** Lets the judge say that the rubric does not apply, which gives no score. */
    public RubricBuilder notApplicableWhen(String condition) {
        this.notApplicable = text("condition", condition);
        return this;
    }

    /**
     * Names what the judge is shown: {@code question}, {@code answer}, {@code context}, {@code reference} or attributes of
     * the sample; question and answer if not set.
     */
    public RubricBuilder reading(String... inputs) {
        this.reads = List.of(inputs);
        return this;
    }

    /** Says that the low end of the scale is the good one. */
    public RubricBuilder lowerIsBetter() {
        this.lowerIsBetter = true;
        return this;
    }

    /** Says that the grades, all from 0 to 7, are severities in the bands of {@code Severity}; lower is better. */
    public RubricBuilder severity() {
        this.severity = true;
        return lowerIsBetter();
    }

    /**
     * Builds the rubric.
     *
     * @throws IllegalArgumentException if the criterion is missing, grades leave a gap, grades and categories are mixed,
     *     or severities are not graded from 0 to 7
     */
    public Rubric build() {
        if (criterion == null) {
            throw new IllegalArgumentException("rubric '" + name + "' needs a criterion; call criterion(…)");
        }
        Menu menu = menu();
        PromptBuilder prompt = Prompt.builder(name, version, body())
                .input(PromptInput.builder(INSTRUCTIONS, InputType.STRING)
                        .defaultValue(instructions(criterion))
                        .trusted()
                        .build())
                .output(JsonSchema.of(menu.output()))
                .metadata(metadata());
        return Rubric.of(prompt.inputs(reads.toArray(String[]::new)).build());
    }

    private Menu menu() {
        if (!grades.isEmpty() && !categories.isEmpty()) {
            throw new IllegalArgumentException("rubric '" + name + "' needs grades or categories; found both");
        }
        if (grades.isEmpty() && categories.isEmpty()) {
            LIKERT.forEach(meaning -> grades.put(grades.size() + 1, meaning));
        }
        Menu menu = grades.isEmpty() ? Menu.categories(values) : Menu.grades(grades.firstKey(), grades.lastKey());
        if (!grades.isEmpty() && menu.entries().size() != grades.size()) {
            throw new IllegalArgumentException("rubric '" + name + "' needs every grade from " + grades.firstKey()
                    + " to " + grades.lastKey() + "; found: " + grades.keySet());
        }
        return notApplicable == null ? menu : menu.orNotApplicable();
    }

    private String body() {
        StringBuilder body = new StringBuilder("system:\n{{" + INSTRUCTIONS + "}}\n\nuser:");
        for (String input : reads) {
            body.append("\nThe ")
                    .append(input.replace('_', ' '))
                    .append(":\n{{")
                    .append(input)
                    .append("}}\n");
        }
        return body.toString();
    }

    private String instructions(String graded) {
        StringBuilder text = new StringBuilder("You grade one thing and nothing else: " + graded);
        if (!steps.isEmpty()) {
            text.append("\n\nTake these steps before you grade:");
            for (int i = 0; i < steps.size(); i++) {
                text.append('\n').append(i + 1).append(". ").append(steps.get(i));
            }
        }
        text.append("\n\nThe grades:");
        grades.forEach((grade, meaning) ->
                text.append('\n').append(grade).append(" - ").append(meaning));
        categories.forEach(
                (word, meaning) -> text.append('\n').append(word).append(" - ").append(meaning));
        if (notApplicable != null) {
            text.append('\n').append(Menu.NOT_APPLICABLE).append(" - ").append(notApplicable);
        }
        return text.toString();
    }

    private Metadata metadata() {
        Map<String, Object> more = new LinkedHashMap<>();
        if (lowerIsBetter) {
            more.put(Rubric.DIRECTION, "lower_is_better");
        }
        if (severity) {
            more.put(Rubric.BANDS, Rubric.SEVERITY);
        }
        if (!values.isEmpty()) {
            more.put(Rubric.VALUES, List.copyOf(values.values()));
        }
        return new Metadata("", List.of(), List.of(), null, null, null, more);
    }

    private static String text(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        return text.strip();
    }
}
