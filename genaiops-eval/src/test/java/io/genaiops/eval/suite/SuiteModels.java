package io.genaiops.eval.suite;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;

/** Models for the tests of suites. */
final class SuiteModels {

    private SuiteModels() {}

    /** Counts letters, and how often it was asked. */
    static final class Letters implements EmbeddingModel {

        private int calls;

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            calls++;
            return Response.from(
                    segments.stream().map(segment -> letters(segment.text())).toList());
        }

        private static Embedding letters(String text) {
            float[] vector = new float[27];
            vector[26] = 1;
            text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> vector[c - 'a']++);
            return Embedding.from(vector);
        }

        int calls() {
            return calls;
        }

        @Override
        public String modelName() {
            return "letters";
        }
    }
}
