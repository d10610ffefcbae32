package io.genaiops.eval.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.semantic.LabelledPair;
import io.genaiops.cache.semantic.SemanticCache;
import io.genaiops.cache.semantic.SemanticTrial;
import io.genaiops.cache.veto.Vetoes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A semantic cache with a real embedding model in the process. Its pairs are made of frames, so that the figures say how the
 * parts work together and not what a host's own pairs would say. Measured: 93 of 224 pairs are hits at .824, none of them
 * false; 107 of the 168 pairs of different meaning are as near as that, and the vetoes stop every one of them.
 */
class SemanticCacheMiniLmTest {

    private static final List<String> THINGS = List.of(
            "bike", "boat", "camera", "car", "chair", "clock", "door", "engine", "fridge", "guitar", "heater", "jacket",
            "kettle", "ladder", "lamp", "laptop", "mirror", "oven", "piano", "printer", "radio", "roof", "sofa",
            "stove", "table", "tent", "tractor", "window");

    private static final String[][] SAME = {
        {"How do I repair the %s?", "how can i repair the %s please"},
        {"Where is the %s?", "Where can I find the %s?"},
        {"Explain the warranty for my %s.", "What is the warranty on my %s?"},
        {"Why doesn't the %s start?", "Why does the %s not start?"},
        {"Can I return the %s within two weeks?", "Can I return the %s within 2 weeks?"},
        {"How much does the %s cost?", "how much does the %s cost"}
    };

    private static final String[][] DIFFERENT = {
        {"How do I repair the %s?", "How do I sell the %s?"},
        {"Is the %s covered by the warranty?", "Is the %s not covered by the warranty?"},
        {"Can I return the %s within two weeks?", "Can I return the %s within three weeks?"},
        {"When was the %s delivered?", "Where was the %s delivered?"},
        {"How do I turn on the %s?", "How do I turn off the %s?"},
        {"How much does the %s cost?", "How is the %s cleaned in winter?"}
    };

    private static EmbeddingModel model;

    @BeforeAll
    static void load_the_model() {
        model = new AllMiniLmL6V2QuantizedEmbeddingModel();
    }

    private static List<LabelledPair> pairs() {
        List<LabelledPair> pairs = new ArrayList<>();
        for (String thing : THINGS) {
            for (String[] frame : SAME) {
                pairs.add(LabelledPair.same(String.format(frame[0], thing), String.format(frame[1], thing)));
            }
            for (String[] frame : DIFFERENT) {
                pairs.add(LabelledPair.different(String.format(frame[0], thing), String.format(frame[1], thing)));
            }
        }
        return pairs;
    }

    private static double similarity(LabelledPair pair) {
        return CosineSimilarity.between(
                model.embed(TextSegment.from(pair.one())).content(),
                model.embed(TextSegment.from(pair.other())).content());
    }

    @Test
    void the_trial_passes_by_the_vetoes_where_embeddings_alone_would_be_wrong() {
        SemanticTrial trial = SemanticTrial.run(model, pairs(), 0.05);

        assertThat(trial.passes()).as(trial.toString()).isTrue();
        assertThat(trial.hits()).isGreaterThanOrEqualTo(73);
        assertThat(trial.bound()).isLessThan(0.05);
        List<LabelledPair> near = pairs().stream()
                .filter(pair -> !pair.sameAnswer() && similarity(pair) >= trial.threshold())
                .toList();
        assertThat(near).as("different pairs that look the same").hasSizeGreaterThan(80);
        assertThat(near)
                .allSatisfy(pair -> assertThat(Vetoes.english().between(pair.one(), pair.other()))
                        .as(pair.one() + " / " + pair.other())
                        .isPresent());
    }

    @Test
    void a_question_that_means_the_same_is_answered_without_a_call_and_its_opposite_is_asked() {
        AtomicInteger asked = new AtomicInteger();
        ChatModel counting = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("answer " + asked.incrementAndGet()))
                        .build();
            }
        };
        SemanticTrial trial = SemanticTrial.run(model, pairs(), 0.05);
        ChatModel cached = SemanticCache.builder(ResponseCache.builder().build(), trial)
                .build()
                .chatModel("small", counting);

        assertThat(cached.chat("Where is the lantern?")).isEqualTo("answer 1");
        assertThat(cached.chat("Where can I find the lantern?")).isEqualTo("answer 1");
        assertThat(cached.chat("Where is the harbour?")).isEqualTo("answer 2");
        assertThat(cached.chat("How do I turn on the lantern?")).isEqualTo("answer 3");
        assertThat(cached.chat("How do I turn off the lantern?")).isEqualTo("answer 4");
    }
}
