package io.genaiops.eval.claim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.rubric.Menu;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.rubric.Verdict;
import io.genaiops.eval.rubric.VerdictParser;
import io.genaiops.prompt.Prompt;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a judge for a verdict on each of several items by one rubric, a number of them in a call. Every item must get one
 * verdict under its id: what is missing, given twice or not asked for makes the judge repair its reply, then answer anew, and
 * then leaves the items without a verdict. Immutable, as thread-safe as the judge.
 *
 * @since 0.1
 */
public final class Verdicts {

    private static final Pattern ID = Pattern.compile("[a-z]{0,12}_?[0-9]{1,9}");
    private static final int MOST_TEXT = 1_000_000;

    private final Judge judge;
    private final Rubric rubric;
    private final int perCall;

    /**
     * Items to judge.
     *
     * @param input the input of the rubric that they belong to
     * @param prefix the letter that their ids begin with
     * @param texts the items; a line each, or of any form if they are apart
     * @param apart whether each is delimited on its own
     */
    public record Items(String input, String prefix, List<String> texts, boolean apart) {
        /** Copies the texts. */
        public Items {
            requireNonNull(input, "input");
            requireNonNull(prefix, "prefix");
            texts = List.copyOf(texts);
        }

        private Map<String, String> ids(int from, int to) {
            Map<String, String> ids = new LinkedHashMap<>();
            for (int i = from; i < to; i++) {
                ids.put(prefix + (i + 1), texts.get(i));
            }
            return ids;
        }
    }

    /**
     * The verdicts on items.
     *
     * @param verdicts the verdicts in the order of the items, as far as they were given
     * @param failure why not every item has one, or {@code null}
     */
    public record Result(List<Verdict> verdicts, @Nullable Outcome failure) {
        /** Copies the verdicts. */
        public Result {
            verdicts = List.copyOf(verdicts);
        }

        /** Returns the outcome instead of a score, if an item has no verdict. */
        public Optional<Outcome> failed() {
            return Optional.ofNullable(failure);
        }
    }

    private Verdicts(Judge judge, Rubric rubric, int perCall) {
        this.judge = judge;
        this.rubric = rubric;
        this.perCall = perCall;
    }

    /**
     * Returns verdicts by a rubric, or by the host's of the same name, see {@link Judge#withRubricsOf}.
     *
     * @param perCall the most items in a call, 1 to 50
     * @throws IllegalArgumentException if the prompt is no rubric, the host's has another menu, or the number is out of range
     */
    public static Verdicts of(Judge judge, Prompt shipped, int perCall) {
        if (perCall < 1 || perCall > 50) {
            throw new IllegalArgumentException("items in a call must be 1 to 50; found: " + perCall);
        }
        Rubric rubric = Rubric.of(judge.prompt(shipped));
        Menu menu = Rubric.of(shipped).menu();
        if (!rubric.menu().equals(menu)) {
            throw new IllegalArgumentException(rubric + " must have the menu of the rubric that it replaces: " + menu);
        }
        return new Verdicts(judge, rubric, perCall);
    }

    /** Returns what makes these verdicts what they are, but for the judge. */
    public ObjectNode identity() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rubric", rubric.digest().value())
                .put("perCall", perCall);
    }

    /** Returns how many calls so many items take, if no reply needs repair. */
    long calls(long items) {
        return (items + perCall - 1) / perCall;
    }

    /**
     * Asks for a verdict on each item.
     *
     * @param inquiry what is asked about, made by {@link #inquiry} and shown everything but the items
     */
    public Result ask(Inquiry inquiry, Items items) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        int size = items.texts().size();
        for (int from = 0; from < size; from += perCall) {
            Outcome failure = ask(inquiry, items, from, verdicts);
            if (failure != null) {
                return new Result(List.copyOf(verdicts.values()), counted(failure, size - verdicts.size(), size));
            }
        }
        return new Result(List.copyOf(verdicts.values()), null);
    }

    /** Begins what is asked. */
    public Inquiry inquiry(String evaluator, Sample sample) {
        return judge.inquiry(evaluator, sample, rubric.prompt());
    }

    private @Nullable Outcome ask(Inquiry inquiry, Items items, int from, Map<String, Verdict> verdicts) {
        Map<String, String> batch = items.ids(from, Math.min(items.texts().size(), from + perCall));
        Map<String, Menu> asked = new LinkedHashMap<>();
        batch.keySet().forEach(id -> asked.put(id, rubric.menu()));
        Inquiry about = showing(inquiry, items, batch);
        long size = about.shown().stream().mapToLong(String::length).sum();
        if (size > MOST_TEXT) {
            return Outcome.notApplicable(
                    "the sample has " + size + " characters of text; a judge is shown " + MOST_TEXT + " at most");
        }
        Map<String, Verdict> usable = new LinkedHashMap<>();
        Inquiry.Result<Map<String, Verdict>> result = about.replying(form(asked.keySet()), schema(asked.keySet()))
                .ask(reply -> Inquiry.Reading.of(usable, read(reply, asked, about.shown(), usable)));
        asked.keySet().stream()
                .takeWhile(usable::containsKey)
                .forEach(id -> verdicts.put(id, requireNonNull(usable.get(id))));
        return result.failure();
    }

    private static Inquiry showing(Inquiry inquiry, Items items, Map<String, String> batch) {
        return items.apart()
                ? inquiry.showing(items.input(), batch)
                : inquiry.showing(
                        items.input(),
                        batch.entrySet().stream()
                                .map(item -> item.getKey() + ": " + line(item.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    /** Adds the verdicts that the reply gives; returns what is wrong with it. */
    private static Optional<String> read(
            String reply, Map<String, Menu> asked, List<String> shown, Map<String, Verdict> usable) {
        Optional<String> ids = VerdictParser.readObject(reply, asked.keySet(), shown)
                .flatMap(object -> wrongIds(object, asked.keySet()));
        if (ids.isPresent()) {
            return ids;
        }
        Map<String, String> problems = new LinkedHashMap<>();
        VerdictParser.readEach(reply, asked, shown).forEach((id, verdict) -> {
            if (verdict.isUsable()) {
                usable.putIfAbsent(id, verdict);
            } else if (!usable.containsKey(id)) {
                problems.put(id, verdict.text());
            }
        });
        return problems.isEmpty() ? Optional.empty() : Optional.of(problems.toString());
    }

    /** Verdicts under ids that were not asked for, or twice under one, may all be on something else. */
    private static Optional<String> wrongIds(JsonNode object, Set<String> asked) {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey().strip().toLowerCase(Locale.ROOT);
            if (!asked.contains(name)
                    && (ID.matcher(name).matches() || field.getValue().isObject())) {
                return Optional.of("the reply has an entry '" + shortened(name) + "', which was not asked for");
            }
            if (!seen.add(name)) {
                return Optional.of("the reply has the entry '" + name + "' twice");
            }
        }
        return Optional.empty();
    }

    private static Outcome counted(Outcome failure, int missing, int all) {
        String counts = missing + " of " + all + " have no verdict: ";
        if (failure instanceof Outcome.Unscored unscored) {
            return Outcome.unscored(counts + unscored.why(), unscored.raw());
        }
        return failure instanceof Outcome.Errored errored
                ? new Outcome.Errored(errored.type(), counts + errored.message())
                : failure;
    }

    private String form(Set<String> ids) {
        return "{\"" + ids.iterator().next() + "\": {\"reason\": \"one sentence\", \"score\": "
                + rubric.menu().describe() + "}, …} with one entry for each of " + String.join(", ", ids);
    }

    private JsonObjectSchema schema(Set<String> ids) {
        JsonObjectSchema verdict = JsonObjectSchema.builder()
                .addStringProperty("reason", "one sentence that weighs the item")
                .addProperty("score", rubric.menu().schema())
                .required("reason", "score")
                .additionalProperties(false)
                .build();
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder().additionalProperties(false);
        ids.forEach(id -> schema.addProperty(id, verdict));
        return schema.required(List.copyOf(ids)).build();
    }

    /** Puts an item on one line, so that none can pose as another. */
    private static String line(String text) {
        return text.replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    @Override
    public String toString() {
        return "Verdicts[" + judge + ", " + rubric + ", " + perCall + " in a call]";
    }
}
