package io.genaiops.eval.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.genaiops.GenAiOpsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingCacheTest {

    private final TableModel model = new TableModel();
    private final EmbeddingCache cache = EmbeddingCache.of("table", model);

    private static List<TextSegment> segments(String... texts) {
        return Arrays.stream(texts).map(TextSegment::from).toList();
    }

    @Test
    void missing_texts_are_embedded_once_and_in_one_batch() {
        cache.embedAll(segments("a", "b", "a"));
        cache.embedAll(segments("b", "c", "d"));
        cache.embed("d");
        assertThat(model.asked).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(cache.misses()).isEqualTo(4);
        assertThat(cache.hits()).isEqualTo(2);
    }

    @Test
    void embeddings_come_in_the_order_of_the_segments() {
        model.with("x", 1, 0).with("y", 0, 1);
        cache.embed("y");
        assertThat(cache.embedAll(segments("x", "y", "x")).content())
                .containsExactly(
                        Embedding.from(new float[] {1, 0}),
                        Embedding.from(new float[] {0, 1}),
                        Embedding.from(new float[] {1, 0}));
    }

    @Test
    void changing_a_vector_that_was_handed_out_changes_no_other() {
        cache.embed("a").content().vector()[0] = 99;
        assertThat(cache.embed("a").content().vector()[0]).isEqualTo(1);
    }

    @Test
    void segments_with_other_metadata_are_other_texts() {
        cache.embed(TextSegment.from("a", Metadata.from("title", "one")));
        cache.embed(TextSegment.from("a", Metadata.from("title", "two")));
        assertThat(cache.misses()).isEqualTo(2);
    }

    @Test
    void a_failure_is_not_kept() {
        List<String> calls = new ArrayList<>();
        EmbeddingModel flaky = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                calls.add("call");
                if (calls.size() == 1) {
                    throw new IllegalStateException("down");
                }
                return model.embedAll(segments);
            }
        };
        EmbeddingCache around = EmbeddingCache.of("flaky", flaky);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> around.embed("a"));
        assertThat(around.embed("a").content().dimension()).isEqualTo(16);
        around.embed("a");
        assertThat(calls).hasSize(2);
    }

    @Test
    void vectors_without_a_direction_are_handed_on_and_not_kept() {
        model.with("nan", 1, Float.NaN).with("zero", 0, 0);
        for (int i = 0; i < 2; i++) {
            assertThat(cache.embed("nan").content().vector()).containsExactly(1, Float.NaN);
            assertThat(cache.embed("zero").content().vector()).containsExactly(0, 0);
        }
        assertThat(cache.misses()).isEqualTo(4);
    }

    @Test
    void another_number_of_embeddings_than_asked_for_is_refused() {
        EmbeddingModel one = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                return Response.from(List.of(Embedding.from(new float[] {1})));
            }
        };
        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> EmbeddingCache.of("one", one).embedAll(segments("a", "b")))
                .withMessage("embedding model 'one' must give an embedding for each of 2 texts; found: 1");
    }

    @Test
    void an_empty_vector_is_refused() {
        model.with("a", new float[0]);
        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> cache.embed("a"))
                .withMessageContaining("must give vectors");
    }

    @Test
    void no_segments_ask_for_nothing() {
        assertThat(cache.embedAll(List.of()).content()).isEmpty();
        assertThat(model.asked).isEmpty();
    }

    @Test
    void a_bound_in_bytes_is_kept() {
        EmbeddingCache small = EmbeddingCache.of("small", model, 2_000);
        EmbeddingCache none = EmbeddingCache.of("none", model, 0);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                small.embed("text " + i);
            }
            none.embed("text");
        }
        assertThat(small.misses()).isGreaterThan(150);
        assertThat(none.misses()).isEqualTo(2);
        EmbeddingCache enough = EmbeddingCache.of("enough", model, 2_000);
        enough.embed("text");
        enough.embed("text");
        assertThat(enough.hits()).isEqualTo(1);
    }

    @Test
    void names_are_the_models_own_or_its_class_or_given() {
        EmbeddingModel named = new EmbeddingModel() {
            @Override
            public String modelName() {
                return "my-model";
            }
        };
        assertThat(EmbeddingCache.of(named).modelName()).isEqualTo("my-model");
        assertThat(EmbeddingCache.of(model).modelName()).isEqualTo(TableModel.class.getName());
        assertThat(cache.modelName()).isEqualTo("table");
        assertThat(EmbeddingCache.around(cache)).isSameAs(cache);
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddingCache.of(" ", model));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddingCache.of("x", model, -1))
                .withMessageContaining("-1");
    }

    @Test
    void threads_get_the_right_vectors() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                results.add(threads.submit(() -> IntStream.range(0, 500).allMatch(i -> {
                    String text = "t" + i % 50;
                    float[] expected = new TableModel().embed(text).content().vector();
                    return Arrays.equals(
                            expected, cache.vectors(Set.of(text, "u" + i)).get(text));
                })));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(cache.hits()).isGreaterThan(cache.misses());
    }
}
