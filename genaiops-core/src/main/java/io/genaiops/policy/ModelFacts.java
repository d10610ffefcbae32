package io.genaiops.policy;

import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.cost.Cost;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the host states of a model, whatever a call says. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ModelFacts {

    /** Nothing is stated but what LangChain4j knows of the model. */
    public static final ModelFacts NONE = new ModelFacts(Map.of(), null);

    private final Map<PolicyFact, List<String>> values;
    private final @Nullable Function<ChatRequest, Cost> estimate;

    private ModelFacts(Map<PolicyFact, List<String>> values, @Nullable Function<ChatRequest, Cost> estimate) {
        this.values = Map.copyOf(values);
        this.estimate = estimate;
    }

    /** Returns provider, name, regions and data classes of a definition. */
    public static ModelFacts of(ModelDefinition definition) {
        ModelFacts facts =
                NONE.with(PolicyFact.PROVIDER, definition.provider()).with(PolicyFact.MODEL, definition.model());
        if (!definition.regions().isEmpty()) {
            facts = facts.with(PolicyFact.REGION, definition.regions().toArray(String[]::new));
        }
        return definition.dataClasses().isEmpty()
                ? facts
                : facts.with(PolicyFact.DATA_CLASS, definition.dataClasses().toArray(String[]::new));
    }

    /**
     * Returns these facts with one more, in place of what was stated of it before.
     *
     * @throws IllegalArgumentException if no value is given, or one is blank, or the fact is none of a model
     */
    public ModelFacts with(PolicyFact fact, String... stated) {
        if (fact.equals(PolicyFact.TOOL) || fact.equals(PolicyFact.LABEL) || fact.equals(PolicyFact.HOST_MODEL)) {
            throw new IllegalArgumentException(fact + " is no fact of a model; expected provider, model, region,"
                    + " dataClass or another that a call may have");
        }
        Map<PolicyFact, List<String>> more = new LinkedHashMap<>(values);
        more.put(fact, Values.stated(fact, stated));
        return new ModelFacts(more, estimate);
    }

    /**
     * Returns these facts with what estimates the most that a request costs. If it fails, the cost is unpriced.
     */
    public ModelFacts estimatedBy(Function<ChatRequest, Cost> estimate) {
        return new ModelFacts(values, Objects.requireNonNull(estimate, "estimate"));
    }

    Map<PolicyFact, List<String>> values() {
        return values;
    }

    /** Returns what tells before a call what it costs at most, if that was said. */
    public Optional<Function<ChatRequest, Cost>> estimate() {
        return Optional.ofNullable(estimate);
    }

    @Override
    public String toString() {
        return "ModelFacts" + values;
    }
}
