package io.genaiops.eval.rubric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the verdict in a judge's reply. The last match binds and must be on the menu; JSON goes before prose. What breaks
 * off, contradicts itself or repeats the judged text word by word is no verdict: rather none than a wrong one. Time is
 * linear in the reply. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class VerdictParser {

    private static final String THINKING = "<think>";
    private static final String THOUGHT = "</think>";

    private final Menu menu;
    private final Echo echo;

    private VerdictParser(Menu menu, Echo echo) {
        this.menu = menu;
        this.echo = echo;
    }

    /**
     * Returns a parser of replies about these texts.
     *
     * @param judged the texts that the judge was shown; a verdict copied out of them does not count
     */
    public static VerdictParser of(Menu menu, Collection<String> judged) {
        return new VerdictParser(menu, new Echo(List.copyOf(judged)));
    }

    /** Returns the verdict, or what is wrong with the reply. */
    public Verdict read(String reply) {
        String text = spoken(reply);
        Optional<Verdict> problem = problem(text);
        if (problem.isPresent()) {
            return problem.get();
        }
        Optional<Verdict> json = JsonVerdict.last(text, this);
        return json.orElseGet(
                () -> TextVerdict.last(text, this).orElseGet(() -> Verdict.unusable("the reply states no score")));
    }

    /**
     * Returns the verdict on each of several criteria, which the reply must give as one JSON object with an entry of that
     * name for each.
     *
     * @param menus the menu of each criterion by its name
     */
    public static Map<String, Verdict> readEach(String reply, Map<String, Menu> menus, Collection<String> judged) {
        Echo echo = new Echo(List.copyOf(judged));
        String text = spoken(reply);
        Optional<Verdict> problem = problem(text);
        JsonNode json = problem.isPresent()
                ? null
                : JsonVerdict.lastWith(text, menus.keySet(), echo).orElse(null);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        menus.forEach((name, menu) -> {
            VerdictParser parser = new VerdictParser(menu, echo);
            Verdict verdict = json == null
                    ? problem.orElseGet(() -> Verdict.unusable("the reply has no JSON object with the criteria"))
                    : JsonVerdict.entry(json, name, parser);
            verdicts.put(name, verdict);
        });
        return verdicts;
    }

    /**
     * Returns the last JSON object of the reply that has an entry of one of the names, written in snake case; empty if it
     * has none, breaks off or is copied out of the judged texts.
     */
    public static Optional<JsonNode> readObject(String reply, Set<String> names, Collection<String> judged) {
        String text = spoken(reply);
        return problem(text).isPresent()
                ? Optional.empty()
                : JsonVerdict.lastWith(text, names, new Echo(List.copyOf(judged)));
    }

    private static String spoken(String reply) {
        int thought = reply.lastIndexOf(THOUGHT);
        return thought < 0 ? reply : reply.substring(thought + THOUGHT.length());
    }

    private static Optional<Verdict> problem(String text) {
        if (text.isBlank()) {
            return Optional.of(Verdict.unusable("the reply is empty"));
        }
        return text.stripLeading().startsWith(THINKING)
                ? Optional.of(Verdict.unusable("the reply breaks off while thinking"))
                : Optional.empty();
    }

    Menu menu() {
        return menu;
    }

    /** Returns the verdict for an entry as it was written, such as {@code 4}, {@code 4/5}, {@code ４} or {@code yes}. */
    Verdict grade(String written, String reason) {
        Optional<Verdict> word = menu.word(written, reason);
        if (word.isPresent()) {
            return word.get();
        }
        if (menu.isGraded()) {
            Grade grade = Grade.parse(written);
            String entry = Long.toString(grade.value());
            if (grade.isWhole() && menu.entries().containsKey(entry) && grade.isOutOf(menu.highest())) {
                return Verdict.scored(entry, (double) grade.value(), reason);
            }
        }
        return Verdict.unusable("score '" + shortened(written) + "' is not " + menu.describe());
    }

    Verdict truth(boolean value, String reason) {
        return menu.truth(value, reason).orElseGet(() -> grade(Boolean.toString(value), reason));
    }

    boolean isEcho(String stretch) {
        return echo.of(stretch);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
