package io.genaiops.eval.junit;

import io.genaiops.call.Answer;
import io.genaiops.eval.Sample;

/**
 * Assertions on answers, for a static import:
 *
 * <pre>{@code
 * assertThatAnswer(answer).to(sample).contains("12 kilometres").scores(relevance).atLeast(4);
 * }</pre>
 *
 * @since 0.1
 */
public final class GenAiAssertions {

    private GenAiAssertions() {}

    /** Starts assertions on an answer; {@link AnswerAssert#to} adds what it is an answer to. */
    public static AnswerAssert assertThatAnswer(Answer answer) {
        return new AnswerAssert(row -> row.answered(answer), Sample.of(""), Inconclusive.ABORTS);
    }

    /** Starts assertions on the text of an answer of which nothing else is known. */
    public static AnswerAssert assertThatAnswer(String text) {
        return new AnswerAssert(row -> row.answered(text), Sample.of(""), Inconclusive.ABORTS);
    }
}
