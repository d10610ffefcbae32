package io.genaiops.eval.fabrication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of the different URLs in the response that are in no document of the context (text or id) nor in the
 * question, 0 to 1, lower is better. URLs are found by {@code http://}, {@code https://} and {@code www.}, and compared
 * without scheme, {@code www}, usual port, fragment and final slash, with the host in lower case. In any language. Not
 * seen are bare domains such as {@code example.org/a}; not asked is whether the page exists. Made by
 * {@link FabricationEvaluators}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class UrlFabrication implements Evaluator {

    private final boolean byHost;

    private UrlFabrication(boolean byHost) {
        this.byHost = byHost;
    }

    static UrlFabrication standard() {
        return new UrlFabrication(false);
    }

    /** Returns a copy that compares the hosts only: another page of a site in the context is not invented. */
    public UrlFabrication byHost() {
        return new UrlFabrication(true);
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of(
                "invented_urls", "1.0.0", JsonNodeFactory.instance.objectNode().put("byHost", byHost));
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Evidence.judge(sample, this::judge);
    }

    private Outcome judge(String response, Evidence evidence) {
        Map<String, String> stated = WebAddresses.urls(response);
        Set<String> known = new HashSet<>();
        add(known, evidence.question());
        for (Sample.Document document : evidence.documents()) {
            add(known, document.id());
            add(known, document.text());
        }
        List<String> invented = stated.entrySet().stream()
                .filter(url -> !known.contains(key(url.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        return Evidence.share("URLs", stated.size(), invented, "are not in the context");
    }

    private void add(Set<String> known, String text) {
        WebAddresses.urls(text).keySet().forEach(url -> known.add(key(url)));
    }

    private String key(String normal) {
        return byHost ? WebAddresses.host(normal) : normal;
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
