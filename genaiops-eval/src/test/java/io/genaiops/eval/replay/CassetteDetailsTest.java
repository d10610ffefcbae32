package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.LogProb;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a provider's types hold, kept and restored by the host: here cached tokens and log probabilities of OpenAI. */
class CassetteDetailsTest {

    private static final ScriptedChatModel NOBODY = ScriptedChatModel.builder().build();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = folder.resolve("details.cassette.json");
    }

    /** What docs/run-tests-without-a-key.md shows. */
    static final class OpenAiDetails implements Cassette.Details {
        @Override
        public Optional<JsonNode> kept(ChatResponse response) {
            if (!(response.metadata() instanceof OpenAiChatResponseMetadata openAi)) {
                return Optional.empty();
            }
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            kept.put("cached", openAi.tokenUsage().inputTokensDetails().cachedTokens());
            openAi.logProbs()
                    .forEach(token -> kept.withArray("log_probabilities")
                            .add(kept.arrayNode().add(token.logprob()).add(token.token())));
            return Optional.of(kept);
        }

        @Override
        public ChatResponse restored(ChatResponse response, JsonNode kept) {
            List<LogProb> tokens = new ArrayList<>();
            kept.path("log_probabilities")
                    .forEach(token -> tokens.add(
                            logProb(token.get(1).asText(), token.get(0).asDouble())));
            OpenAiTokenUsage usage = OpenAiTokenUsage.builder()
                    .inputTokenCount(response.tokenUsage().inputTokenCount())
                    .outputTokenCount(response.tokenUsage().outputTokenCount())
                    .totalTokenCount(response.tokenUsage().totalTokenCount())
                    .inputTokensDetails(cached(kept.path("cached").asInt()))
                    .build();
            return response.toBuilder()
                    .metadata(OpenAiChatResponseMetadata.builder()
                            .id(response.id())
                            .modelName(response.modelName())
                            .finishReason(response.finishReason())
                            .tokenUsage(usage)
                            .logProbs(tokens)
                            .build())
                    .build();
        }
    }

    private static OpenAiTokenUsage.InputTokensDetails cached(int tokens) {
        return OpenAiTokenUsage.InputTokensDetails.builder()
                .cachedTokens(tokens)
                .build();
    }

    private static LogProb logProb(String token, double value) {
        return LogProb.builder().token(token).logprob(value).build();
    }

    private static ChatResponse response(String text, String... tokens) {
        List<LogProb> probabilities = new ArrayList<>();
        for (String token : tokens) {
            probabilities.add(logProb(token, -0.25 * (probabilities.size() + 1)));
        }
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .metadata(OpenAiChatResponseMetadata.builder()
                        .id("r1")
                        .modelName("gpt-4.1-mini")
                        .finishReason(FinishReason.STOP)
                        .tokenUsage(OpenAiTokenUsage.builder()
                                .inputTokenCount(1_200)
                                .outputTokenCount(2)
                                .totalTokenCount(1_202)
                                .inputTokensDetails(cached(1_024))
                                .build())
                        .logProbs(probabilities)
                        .build())
                .build();
    }

    private static ChatModel answering(ChatResponse response) {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return response;
            }
        };
    }

    private static void assertRestored(ChatResponse replayed) {
        OpenAiChatResponseMetadata metadata = (OpenAiChatResponseMetadata) replayed.metadata();
        assertThat(replayed.aiMessage().text()).isEqualTo("Yes.");
        assertThat(metadata.tokenUsage().inputTokenCount()).isEqualTo(1_200);
        assertThat(metadata.tokenUsage().inputTokensDetails().cachedTokens()).isEqualTo(1_024);
        assertThat(metadata.logProbs()).extracting(LogProb::token).containsExactly("Yes", ".");
        assertThat(metadata.logProbs()).extracting(LogProb::logprob).containsExactly(-0.25, -0.5);
        assertThat(metadata.modelName()).isEqualTo("gpt-4.1-mini");
    }

    @Test
    void cached_tokens_and_log_probabilities_come_back_in_the_types_of_the_provider() {
        cassette().record().chatModel(answering(response("Yes.", "Yes", "."))).chat(request());

        assertRestored(cassette().chatModel(NOBODY).chat(request()));
    }

    @Test
    void they_come_back_at_the_end_of_a_stream() {
        StreamingChatModel live = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onPartialResponse("Yes.");
                handler.onCompleteResponse(response("Yes.", "Yes", "."));
            }
        };
        cassette().record().streamingChatModel(live).chat(request(), new Collected());

        Collected heard = new Collected();
        cassette().streamingChatModel(NOBODY.streaming()).chat(request(), heard);
        assertRestored(heard.response);
    }

    @Test
    void without_the_function_a_recording_with_details_is_replayed_plainly() {
        cassette().record().chatModel(answering(response("Yes.", "Yes", "."))).chat(request());

        ChatResponse plain = Cassette.of(file).chatModel(NOBODY).chat(request());
        assertThat(plain.metadata()).isNotInstanceOf(OpenAiChatResponseMetadata.class);
        assertThat(plain.tokenUsage().inputTokenCount()).isEqualTo(1_200);
    }

    @Test
    void a_response_without_details_is_not_restored() {
        cassette().record().chatModel(ScriptedChatModel.replying("Yes.")).chat(request());

        assertThat(cassette().chatModel(NOBODY).chat(request()).metadata())
                .isNotInstanceOf(OpenAiChatResponseMetadata.class);
    }

    @Test
    void details_that_spell_out_what_is_redacted_are_left_out() throws IOException {
        for (ChatResponse leaking : List.of(
                response("Write to ada@hut.", "Write to ", "ada", "@", "hut."),
                response("Yes.", "ada", "@hut"),
                response("Yes.", "ada@hut"))) {
            Files.deleteIfExists(file);
            cassette()
                    .record()
                    .redacting(text -> text.replaceAll("\\w+@\\w+", "<email>"))
                    .chatModel(answering(leaking))
                    .chat(request());

            assertThat(Files.readString(file)).doesNotContain("kept").doesNotContain("ada");
        }
    }

    @Test
    void what_the_function_throws_is_told_and_not_swallowed() {
        Cassette.Details broken = new Cassette.Details() {
            @Override
            public Optional<JsonNode> kept(ChatResponse response) {
                return Optional.of(JsonNodeFactory.instance.textNode("all of it"));
            }

            @Override
            public ChatResponse restored(ChatResponse response, JsonNode kept) {
                throw new IllegalStateException("cannot restore " + kept);
            }
        };
        Cassette.of(file)
                .keeping(broken)
                .record()
                .chatModel(ScriptedChatModel.replying("Yes."))
                .chat(request());
        assertThatThrownBy(() ->
                        Cassette.of(file).keeping(broken).chatModel(NOBODY).chat(request()))
                .hasMessageContaining("cannot restore \"all of it\"");
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("Water?")).build();
    }

    private Cassette cassette() {
        return Cassette.of(file).keeping(new OpenAiDetails());
    }
}
