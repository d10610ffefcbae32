package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.GenAiOpsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ScriptedChatModelTest {

    @Test
    void replies_come_in_order_and_requests_are_kept() {
        ScriptedChatModel model = ScriptedChatModel.replying("Pack a map.", "Bring water.");

        assertThat(model.chat("What do I pack?")).isEqualTo("Pack a map.");
        assertThat(model.chat("And else?")).isEqualTo("Bring water.");
        List<ChatRequest> requests = model.requests();
        assertThat(requests)
                .extracting(request -> request.messages().get(0))
                .containsExactly(UserMessage.from("What do I pack?"), UserMessage.from("And else?"));
        assertThatThrownBy(requests::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void an_exhausted_script_names_the_last_message_and_what_was_expected() {
        ScriptedChatModel model = ScriptedChatModel.builder()
                .reply("Pack a map.")
                .whenAsked("hut")
                .reply("It opens in June.")
                .build();
        model.chat("What do I pack?");

        assertThatThrownBy(() -> model.chat("Do I need crampons?"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("no reply to request 2")
                .hasMessageContaining("USER 'Do I need crampons?'")
                .hasMessageContaining("all 1 replies in order are given")
                .hasMessageContaining("Pack a map.")
                .hasMessageContaining("none of 1 matchers matches")
                .hasMessageContaining("otherwise(…)");
        assertThatThrownBy(() -> model.streaming().chat("Do I need crampons?", new Collected()))
                .hasMessageContaining("no reply to request 3");
    }

    @Test
    void matchers_come_first_and_repeat_their_last_reply() {
        ScriptedChatModel model = ScriptedChatModel.builder()
                .reply("in order")
                .when(request -> request.messages().size() > 1)
                .reply("long")
                .whenAsked("hut")
                .reply("June", "July")
                .otherwise("no idea")
                .build();

        assertThat(List.of(
                        model.chat("When does the hut open?"),
                        model.chat("And the next hut?"),
                        model.chat("And the third hut?"),
                        model.chat("Water?"),
                        model.chat("Snow?")))
                .containsExactly("June", "July", "July", "in order", "no idea");
        assertThat(model.chat(UserMessage.from("hut"), UserMessage.from("hut"))
                        .aiMessage()
                        .text())
                .isEqualTo("long");
    }

    @Test
    void a_failure_is_thrown_and_reaches_the_handler_of_a_stream_after_its_chunks() {
        RateLimitException failure = new RateLimitException("slow down");
        ScriptedChatModel model = ScriptedChatModel.builder()
                .thenFail(failure)
                .reply(ScriptedReply.chunks("Pack", " a").thenFailing(failure))
                .whenAsked("hut")
                .thenFail(failure)
                .build();

        assertThatThrownBy(() -> model.chat("Snow?")).isSameAs(failure);
        assertThatThrownBy(() -> model.chat("hut?")).isSameAs(failure);
        Collected stream = stream(model, new Collected());
        assertThat(stream.events).containsExactly("text Pack", "text  a");
        assertThat(stream.error).isSameAs(failure);
        assertThat(stream.response).isNull();
    }

    @Test
    void tool_calls_usage_thinking_and_finish_reason_arrive_in_both_models() {
        ScriptedReply reply = ScriptedReply.calling("weather", "{\"place\":\"hut\"}")
                .andCalling("map", "{}")
                .thinking("Look first.")
                .usage(12, 3)
                .from("scripted-1", "r-1");
        ScriptedChatModel model = ScriptedChatModel.replying(
                reply, reply, ScriptedReply.text("Long").finishing(FinishReason.LENGTH));

        ChatResponse response = model.chat(UserMessage.from("?"));
        assertThat(response.aiMessage().toolExecutionRequests())
                .extracting(call -> call.id() + " " + call.name() + " " + call.arguments())
                .containsExactly("call-1 weather {\"place\":\"hut\"}", "call-2 map {}");
        assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(15);
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(response.id() + response.modelName()).isEqualTo("r-1scripted-1");
        Collected stream = stream(model, new Collected());
        assertThat(stream.events)
                .containsExactly(
                        "thinking Look first.",
                        "part 0 weather {\"place\":\"hut\"}",
                        "call 0 weather {\"place\":\"hut\"}",
                        "part 1 map {}",
                        "call 1 map {}");
        assertThat(stream.response).isEqualTo(response);
        assertThat(model.chat(UserMessage.from("?")).finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_text_streams_word_by_word_and_nothing_is_lost() {
        Collected stream = stream(ScriptedChatModel.replying("Pack  a\nmap. "), new Collected());

        assertThat(stream.events).containsExactly("text Pack  ", "text a\n", "text map. ");
        assertThat(stream.response.aiMessage().text()).isEqualTo("Pack  a\nmap. ");
        assertThat(stream.response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(stream.response.tokenUsage()).isNull();
    }

    @Test
    void a_cancelled_stream_ends_without_completion() {
        Collected stream = stream(ScriptedChatModel.replying("one two three"), new Collected(2));

        assertThat(stream.events).containsExactly("text one ", "text two ");
        assertThat(stream.response).isNull();
        assertThat(stream.error).isNull();
    }

    @Test
    void what_a_handler_throws_becomes_an_error_of_the_stream() {
        List<String> seen = new ArrayList<>();
        ScriptedChatModel.replying("one two").streaming().chat("?", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                seen.add(text);
                throw new IllegalStateException("broken page");
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                seen.add("complete");
            }

            @Override
            public void onError(Throwable error) {
                seen.add(error.getMessage());
            }
        });

        assertThat(seen).containsExactly("one ", "broken page", "two", "broken page", "complete");
    }

    @Test
    void delays_are_heard_and_never_slept_by_default() {
        List<Duration> heard = new ArrayList<>();
        ScriptedReply slow =
                ScriptedReply.text("one two three").after(Duration.ofHours(2)).pausing(Duration.ofHours(1));
        ScriptedChatModel silent = ScriptedChatModel.replying(slow, slow);
        ScriptedChatModel heardModel =
                ScriptedChatModel.builder().reply(slow).sleeper(heard::add).build();

        silent.chat("?");
        assertThat(silent.waited()).isEqualTo(Duration.ofHours(2));
        stream(silent, new Collected());
        assertThat(silent.waited()).isEqualTo(Duration.ofHours(6));
        stream(heardModel, new Collected());
        assertThat(heard).containsExactly(Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slow.after(Duration.ofMillis(-1)))
                .withMessageContaining("delay must not be negative; was PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedChatModel.builder().whenAsked("x").reply(new ScriptedReply[0]));
    }

    @Test
    void parameters_listeners_provider_and_capabilities_are_those_of_the_script() {
        List<String> heard = new ArrayList<>();
        ScriptedChatModel model = ScriptedChatModel.builder()
                .reply("a", "b")
                .parameters(
                        ChatRequestParameters.builder().modelName("scripted").build())
                .capabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .provider(ModelProvider.OPEN_AI)
                .listeners(new ChatModelListener() {
                    @Override
                    public void onResponse(ChatModelResponseContext context) {
                        heard.add(context.chatResponse().aiMessage().text());
                    }
                })
                .build();
        StreamingChatModel streaming = model.streaming();

        model.chat("?");
        streaming.chat("?", new Collected());

        assertThat(heard).containsExactly("a", "b");
        assertThat(model.requests())
                .allSatisfy(request -> assertThat(request.modelName()).isEqualTo("scripted"));
        assertThat(streaming.provider()).isEqualTo(model.provider()).isEqualTo(ModelProvider.OPEN_AI);
        assertThat(streaming.supportedCapabilities())
                .isEqualTo(model.supportedCapabilities())
                .containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Test
    void eight_threads_get_each_reply_once() throws Exception {
        String[] texts = Collections.nCopies(400, "").toArray(new String[0]);
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "reply " + i;
        }
        ScriptedChatModel model = ScriptedChatModel.replying(texts);
        Set<String> got = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            calls.add(threads.submit(() -> got.add(model.chat("?"))));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        threads.shutdown();

        assertThat(got).containsExactlyInAnyOrder(texts);
        assertThat(model.requests()).hasSize(400);
    }

    private static Collected stream(ScriptedChatModel model, Collected handler) {
        model.streaming().chat("?", handler);
        return handler;
    }
}
