package io.genaiops.eval.assertion;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.call.Answer;
import io.genaiops.eval.Sample;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is asserted on.
 *
 * @param answering puts the answer on a row
 * @param sample the answered row
 * @param named whether somebody said which row it is
 * @param finishReason why the model finished, if it said so
 * @param traceId the trace of the call, if somebody said so
 */
record Subject(
        UnaryOperator<Sample> answering,
        Sample sample,
        boolean named,
        Optional<FinishReason> finishReason,
        @Nullable String traceId) {

    private static final String TRACE = "trace_id";

    static Subject of(Answer answer) {
        requireNonNull(answer, "answer");
        return of(row -> row.answered(answer), answer.finishReason());
    }

    static Subject of(String text) {
        requireNonNull(text, "text");
        return of(row -> row.answered(text), Optional.empty());
    }

    private static Subject of(UnaryOperator<Sample> answering, Optional<FinishReason> finishReason) {
        return new Subject(answering, answering.apply(Sample.of("")), false, finishReason, null);
    }

    Subject to(Sample row) {
        return new Subject(answering, answering.apply(row), true, finishReason, traceId);
    }

    Subject traced(String id) {
        return new Subject(answering, sample, named, finishReason, requireNonNull(id, "id"));
    }

    /** Returns the trace that was named, else that of the row, which samples made from traces carry. */
    Optional<String> trace() {
        return Optional.ofNullable(traceId)
                .or(() -> sample.attribute(TRACE).filter(JsonNode::isTextual).map(JsonNode::textValue));
    }
}
