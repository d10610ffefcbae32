package io.genaiops.eval.panel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes one evaluator of several, such as one rubric under three judges. The reason of a score names each opinion and the
 * spread, which is the greatest less the least. More than half of the members must give a score; more than half that say
 * not applicable make it so. Panels of small models of different families: arXiv 2404.18796.
 *
 * @since 0.1
 */
public final class Panel {

    private static final int MOST_REPETITIONS = 100;

    private Panel() {}

    /** Returns the score that more than half of all members give; without one it is unscored. */
    public static Evaluator majority(Evaluator... members) {
        return panel(Votes.Rule.MAJORITY, members);
    }

    /** Returns the mean of the members' scores. */
    public static Evaluator mean(Evaluator... members) {
        return panel(Votes.Rule.MEAN, members);
    }

    /** Returns the median of the members' scores; of an even number the mean of the two in the middle. */
    public static Evaluator median(Evaluator... members) {
        return panel(Votes.Rule.MEDIAN, members);
    }

    /**
     * Returns the mean of asking one evaluator several times, whose spread shows how far a judge agrees with itself
     * (self-consistency, arXiv 2203.11171). The model must not be deterministic, and no cache may answer for it.
     *
     * @param times 2 to 100
     */
    public static Evaluator repeated(Evaluator evaluator, int times) {
        if (times < 2 || times > MOST_REPETITIONS) {
            throw new IllegalArgumentException("times must be 2 to " + MOST_REPETITIONS + "; found: " + times);
        }
        List<Evaluator> members = Collections.nCopies(times, evaluator);
        ObjectNode configuration = configuration("repeated", List.of(evaluator)).put("times", times);
        return evaluator(evaluator.id().name(), members, configuration, Votes.Rule.MEAN);
    }

    /**
     * Returns the cheap evaluator's score where it is clear, else the dear one's: where the cheap score lies within the
     * threshold, or where there is none. That the cheap one does not apply is clear.
     *
     * @param doubtful the scores that are not clear, such as {@code Threshold.between(2, 4)}
     */
    public static Evaluator cascade(Evaluator cheap, Threshold doubtful, Evaluator dear) {
        List<Evaluator> members = List.of(cheap, dear);
        requireAlike(members);
        ObjectNode configuration = configuration("cascade", members).put("doubtful", doubtful.toString());
        Evaluator.Requests all = requests(members);
        return built(name("cascade", members), members, configuration)
                .requests(new Evaluator.Requests(cheap.requests().least(), all.most()))
                .evaluating(sample -> cascade(cheap, doubtful, dear, sample));
    }

    private static Outcome cascade(Evaluator cheap, Threshold doubtful, Evaluator dear, Sample sample) {
        Outcome first = cheap.attempt(sample);
        boolean clear = first.isScored()
                ? doubtful.judge(first) == Judgement.FAILED
                : first.kind() == Outcome.Kind.NOT_APPLICABLE;
        if (clear) {
            return Votes.explained(first, "settled by " + Votes.named(cheap) + ": ");
        }
        Outcome second = dear.attempt(sample);
        String spread = first.isScored() && second.isScored()
                ? ", spread "
                        + Votes.number(Math.abs(
                                first.score().getAsDouble() - second.score().getAsDouble()))
                : "";
        return Votes.explained(
                second, "settled by " + Votes.named(dear) + " after " + Votes.described(cheap, first) + spread + ": ");
    }

    private static Evaluator panel(Votes.Rule rule, Evaluator... members) {
        List<Evaluator> all = List.copyOf(Arrays.asList(members));
        if (all.size() < 2) {
            throw new IllegalArgumentException("a panel needs two members at least; found: " + all);
        }
        requireAlike(all);
        String method = rule.name().toLowerCase(Locale.ROOT);
        return evaluator(name(method, all), all, configuration(method, all), rule);
    }

    private static Evaluator evaluator(
            String name, List<Evaluator> members, ObjectNode configuration, Votes.Rule rule) {
        return built(name, members, configuration)
                .requests(requests(members))
                .evaluating(sample -> Votes.of(members, sample).outcome(rule));
    }

    private static Evaluator.Requests requests(List<Evaluator> members) {
        return members.stream().map(Evaluator::requests).reduce(Evaluator.Requests.NONE, Evaluator.Requests::plus);
    }

    private static EvaluatorBuilder built(String name, List<Evaluator> members, ObjectNode configuration) {
        return Evaluator.builder(name)
                .scale(members.get(0).scale())
                .direction(members.get(0).direction())
                .effort(members.stream()
                        .map(Evaluator::effort)
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
                .configuration(configuration);
    }

    private static void requireAlike(List<Evaluator> members) {
        Evaluator first = members.get(0);
        Set<EvaluatorId> seen = new HashSet<>();
        for (Evaluator member : members) {
            if (!member.scale().equals(first.scale()) || member.direction() != first.direction()) {
                throw new IllegalArgumentException("members of a panel must share scale and direction; found: "
                        + first.id() + " on " + first.scale() + " " + first.direction() + ", " + member.id() + " on "
                        + member.scale() + " " + member.direction());
            }
            if (!seen.add(member.id())) {
                throw new IllegalArgumentException("members of a panel must differ; found twice: " + member.id()
                        + "; to ask one several times use repeated(…)");
            }
        }
    }

    private static String name(String method, List<Evaluator> members) {
        String name = members.get(0).id().name();
        boolean shared = members.stream().allMatch(member -> member.id().name().equals(name));
        return shared ? name : method;
    }

    private static ObjectNode configuration(String method, List<Evaluator> members) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("panel", method);
        ArrayNode all = json.putArray("members");
        members.forEach(member -> all.addObject()
                .put("name", member.id().name())
                .put("version", member.id().version())
                .put("configuration", member.id().configuration().value()));
        return json;
    }
}
