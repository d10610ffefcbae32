package io.genaiops.gate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Why a gate decided as it did: its own reasons, and those of the gates that it is made of. What was not checked is in it
 * too.
 *
 * @param name the gate; empty if it has none
 * @param state what became of it
 * @param reasons why, one sentence each
 * @param parts the gates that it is made of, in their order
 * @since 0.1
 */
public record Explanation(String name, State state, List<String> reasons, List<Explanation> parts) {

    /** What became of a gate, the worst last. */
    public enum State {
        /** There was nothing to check it by. */
        NOT_CHECKED("not checked"),
        /** It lets the version pass. */
        PASSED("passed"),
        /** It waits for somebody's consent. */
        NEEDS_APPROVAL("needs approval"),
        /** It refuses the version. */
        FAILED("failed");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** Returns the state for people, such as {@code needs approval}. */
        @Override
        public String toString() {
            return label;
        }
    }

    private record Sentence(State state, String text) {}

    /** Requires a reason, its own or that of a part. */
    public Explanation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        reasons = List.copyOf(reasons);
        parts = List.copyOf(parts);
        if (reasons.isEmpty() && parts.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs at least one reason");
        }
    }

    /** Returns the explanation of a gate that is made of none. */
    static Explanation of(State state, String... reasons) {
        return new Explanation("", state, List.of(reasons), List.of());
    }

    /** Returns the same explanation under a name. */
    Explanation named(String gate) {
        return name.isEmpty()
                ? new Explanation(gate, state, reasons, parts)
                : new Explanation(gate, state, List.of(), List.of(this));
    }

    /** Returns every reason, those of what failed first; one of what was not checked says so. */
    public List<String> sentences() {
        return all().sorted(Comparator.comparing(Sentence::state).reversed())
                .map(Sentence::text)
                .toList();
    }

    private Stream<Sentence> all() {
        Stream<Sentence> own = reasons.stream()
                .map(reason -> new Sentence(state, state == State.NOT_CHECKED ? "not checked: " + reason : reason));
        return Stream.concat(own, parts.stream().flatMap(Explanation::all));
    }

    /** Returns the gates that had nothing to check by, with why. */
    public List<Explanation> notChecked() {
        List<Explanation> found = new ArrayList<>();
        if (state == State.NOT_CHECKED && parts.isEmpty()) {
            found.add(this);
        }
        parts.forEach(part -> found.addAll(part.notChecked()));
        return List.copyOf(found);
    }

    /** Returns the whole tree as text, a gate a line and its reasons below it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        write(text, "");
        return text.toString();
    }

    private void write(StringBuilder text, String indent) {
        text.append(indent)
                .append(name.isEmpty() ? "gate" : name)
                .append(": ")
                .append(state)
                .append('\n');
        reasons.forEach(
                reason -> text.append(indent).append("  ").append(reason).append('\n'));
        parts.forEach(part -> part.write(text, indent + "  "));
    }

    /** Returns the whole tree as JSON: {@code name}, {@code state}, {@code reasons} and {@code parts}, each of the same form. */
    public ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("name", name).put("state", state.toString());
        ArrayNode own = json.putArray("reasons");
        reasons.forEach(own::add);
        ArrayNode below = json.putArray("parts");
        parts.forEach(part -> below.add(part.json()));
        return json;
    }

    /** Returns {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
