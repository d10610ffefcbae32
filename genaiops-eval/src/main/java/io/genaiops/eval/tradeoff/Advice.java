package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.tradeoff.Option.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a trade-off into words. Every sentence rests on a test, or says that none tells. */
final class Advice {

    private final Tradeoff tradeoff;

    Advice(Tradeoff tradeoff) {
        this.tradeoff = tradeoff;
    }

    String words() {
        List<String> lines = new ArrayList<>();
        List<String> front = tradeoff.variants(Standing.ON_FRONT);
        List<String> open = tradeoff.variants(Standing.CANNOT_TELL);
        if (open.isEmpty() && front.size() == 1) {
            lines.add(alone(front.get(0)));
        } else if (open.isEmpty()) {
            lines.add(String.join(", ", front)
                    + ": none of them dominates another; which to take depends on what counts");
        } else {
            lines.add("The items do not settle which variant to take");
        }
        for (int i = 0; i < front.size(); i++) {
            for (int j = i + 1; j < front.size(); j++) {
                lines.add(onFront(tradeoff.duel(front.get(i), front.get(j))));
            }
        }
        tradeoff.options().stream()
                .filter(option -> option.standing() != Standing.ON_FRONT)
                .flatMap(option -> option.rivals().stream().map(rival -> tradeoff.duel(option.variant(), rival)))
                .map(duel -> duel.secondDominates() ? dominated(duel) : undecided(duel))
                .forEach(lines::add);
        return lines.stream().map(line -> Caveat.mark(line, tradeoff.caveats())).collect(Collectors.joining("\n"));
    }

    private String alone(String variant) {
        List<String> reservations = tradeoff.reservations();
        return reservations.isEmpty()
                ? "Take " + variant + ": every other variant is dominated"
                : "Nothing is recommended, since " + String.join(" and ", reservations) + "; on what was scored, "
                        + variant + " would be it";
    }

    private static String onFront(Duel duel) {
        return duel.isTie()
                ? duel.first() + " and " + duel.second() + " differ by nothing that matters"
                : duel.second() + " against " + duel.first() + ": " + shown(duel);
    }

    private static String dominated(Duel duel) {
        return duel.second() + " dominates " + duel.first() + ": " + shown(duel);
    }

    /** Says what is shown of the second, and what is not. */
    private static String shown(Duel duel) {
        List<String> parts = new ArrayList<>();
        for (Edge edge : duel.edges()) {
            if (edge.isBetter() || edge.isWorse()) {
                parts.add(edge.words());
            } else {
                parts.add(edge.isNoWorse() ? edge.axis() + " no worse by what matters" : "cannot tell " + edge.axis());
            }
        }
        duel.unknown().forEach(axis -> parts.add(axis + " is not known of both"));
        return String.join(", ", parts);
    }

    private static String undecided(Duel duel) {
        List<String> open = new ArrayList<>();
        for (Edge edge : duel.edges()) {
            if (edge.isOpen()) {
                open.add(edge.open());
            }
        }
        duel.unknown().forEach(axis -> open.add(axis + ", which is not known of both"));
        List<String> known = duel.edges().stream()
                .filter(edge -> edge.isBetter() || edge.isWorse())
                .map(Edge::words)
                .toList();
        return "cannot tell " + duel.second() + " from " + duel.first() + " in " + String.join(", ", open)
                + (known.isEmpty() ? "" : "; " + String.join(", ", known));
    }
}
