package io.genaiops.cache;

import static io.genaiops.cache.Fakes.ask;
import static io.genaiops.cache.Fakes.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallTrail;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseCacheTest {

    private final Fakes model = new Fakes();
    private final ResponseCache cache = ResponseCache.inMemory();
    private final ChatModel cached = cache.chatModel("small", model.chat);

    private static String text(ChatResponse response) {
        return response.aiMessage().text();
    }

    @Test
    void a_request_that_was_answered_before_is_answered_without_the_model() {
        ChatResponse first = cached.chat(ask("Where is the hut?"));
        ChatResponse second = cached.chat(ask("Where is the hut?"));
        assertThat(second).isSameAs(first);
        assertThat(text(cached.chat(ask("Where is the lake?")))).isEqualTo("Answer 2.");
        assertThat(model.asked).hasValue(2);
    }

    @Test
    void a_hit_is_noted_in_the_trail_with_the_usage_as_first_reported() {
        CallTrail first = new CallTrail();
        CallTrail second = new CallTrail();
        ChatResponse asked = cached.chat(ask("Where?"), Fakes.of("acme", first));
        ChatResponse found = cached.chat(ask("Where?"), Fakes.of("acme", second));
        assertThat(first.cache()).isEmpty();
        assertThat(second.cache()).contains("exact");
        assertThat(found.tokenUsage()).isEqualTo(asked.tokenUsage());
    }

    @Test
    void options_go_on_to_the_model() {
        List<Object> seen = new ArrayList<>();
        ChatModel inner = ForwardingChatModel.of(model.chat, next -> (request, options) -> {
            seen.add(options.listenerAttributes().get("host"));
            return next.chat(request, options);
        });
        ChatRequestOptions options =
                ChatRequestOptions.builder().addListenerAttribute("host", 7).build();
        cache.chatModel("small", inner).chat(ask("Where?"), options);
        assertThat(seen).containsExactly(7);
    }

    @Test
    void a_tenant_never_gets_the_answer_of_another_and_no_tenant_is_one_of_its_own() {
        for (String tenant : new String[] {"acme", "globex", "", null, " "}) {
            CallTrail trail = new CallTrail();
            cached.chat(ask("Where?"), Fakes.of(tenant, trail));
            assertThat(trail.cache()).as("tenant '%s'", tenant).isEmpty();
        }
        assertThat(model.asked).hasValue(5);
    }

    @Test
    void models_of_two_names_never_share_answers() {
        cached.chat(ask("Where?"));
        cache.chatModel("large", model.chat).chat(ask("Where?"));
        assertThat(model.asked).hasValue(2);
    }

    @Test
    void the_defaults_of_a_model_are_a_part_of_the_key() {
        for (double temperature : new double[] {0.0, 0.5, 0.0}) {
            ChatModel hot = new ChatModel() {
                @Override
                public ChatResponse doChat(ChatRequest request) {
                    return model.chat.chat(request);
                }

                @Override
                public ChatRequestParameters defaultRequestParameters() {
                    return ChatRequestParameters.builder()
                            .temperature(temperature)
                            .build();
                }
            };
            cache.chatModel("small", hot).chat(ask("Where?"));
        }
        assertThat(model.asked).hasValue(2);
    }

    @Test
    void each_repetition_has_an_answer_of_its_own() {
        for (String repetition : List.of("0", "1", "2", "1")) {
            CallContext context = new CallContext(null, null, null, null, Map.of(ResponseCache.REPETITION, repetition));
            cached.chat(ask("Where?"), context.into(ChatRequestOptions.EMPTY));
        }
        cached.chat(ask("Where?"));
        assertThat(model.asked).hasValue(3);
        CallContext wrong = new CallContext(null, null, null, null, Map.of(ResponseCache.REPETITION, "two"));
        assertThatThrownBy(() -> cached.chat(ask("Where?"), wrong.into(ChatRequestOptions.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the attribute 'genaiops.repetition' must be a number from 0; found: 'two'");
    }

    @Test
    void users_are_kept_apart_where_the_host_says_so() {
        ResponseCache apart = ResponseCache.builder().separateUsers().build();
        ChatModel separate = apart.chatModel("small", model.chat);
        for (String user : List.of("ann", "bob", "ann")) {
            CallContext context = new CallContext(null, user, null, null, Map.of());
            separate.chat(ask("Where?"), context.into(ChatRequestOptions.EMPTY));
            cached.chat(ask("Where?"), context.into(ChatRequestOptions.EMPTY));
        }
        assertThat(model.asked).hasValue(3);
    }

    @Test
    void a_failure_is_never_kept() {
        AtomicInteger attempts = new AtomicInteger();
        model.script = request -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("down");
            }
            return response("Up.");
        };
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> cached.chat(ask("Where?"))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(text(cached.chat(ask("Where?")))).isEqualTo("Up.");
        assertThat(text(cached.chat(ask("Where?")))).isEqualTo("Up.");
        assertThat(attempts).hasValue(3);
        assertThat(cache.figures().failures()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(FinishReason.class)
    void an_answer_that_was_cut_or_filtered_is_never_kept(FinishReason reason) {
        model.script = request -> response("Half an", reason);
        cached.chat(ask("Where?"));
        cached.chat(ask("Where?"));
        assertThat(model.asked).hasValue(reason == FinishReason.STOP ? 1 : 2);
    }

    static Stream<ChatResponse> unfit() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("1")
                .name("find")
                .arguments("{}")
                .build();
        return Stream.of(
                response(AiMessage.from(call), FinishReason.TOOL_EXECUTION),
                response(AiMessage.from("Let me see", List.of(call)), FinishReason.STOP),
                response(AiMessage.from(call), null),
                response(" \n", FinishReason.STOP),
                response(AiMessage.builder().thinking("Hm").build(), FinishReason.STOP));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void an_answer_with_tool_calls_or_without_text_is_not_kept(ChatResponse unfit) {
        model.script = request -> unfit;
        cached.chat(ask("Where?"));
        cached.chat(ask("Where?"));
        assertThat(model.asked).hasValue(2);
        assertThat(cache.figures().refused()).isEqualTo(2);
    }

    @Test
    void tool_calls_are_kept_where_the_host_says_so() {
        ChatModel tools = ResponseCache.builder().keepToolCalls().build().chatModel("small", model.chat);
        ChatResponse call = unfit().findFirst().orElseThrow();
        model.script = request -> call;
        tools.chat(ask("Where?"));
        assertThat(tools.chat(ask("Where?"))).isEqualTo(call);
        assertThat(model.asked).hasValue(1);
    }

    @Test
    void the_host_may_refuse_answers_and_a_rule_that_throws_refuses() {
        ResponseCache picky = ResponseCache.builder()
                .keepIf(response -> !text(response).startsWith("Sorry"))
                .build();
        ChatModel declining = picky.chatModel("small", model.chat);
        model.script = request -> response("Sorry, I cannot say.");
        declining.chat(ask("Where?"));
        declining.chat(ask("Where?"));
        assertThat(model.asked).hasValue(2);

        ResponseCache broken = ResponseCache.builder()
                .keepIf(response -> {
                    throw new IllegalStateException("broken");
                })
                .build();
        assertThat(text(broken.chatModel("small", model.chat).chat(ask("Where?"))))
                .startsWith("Sorry");
        assertThat(broken.figures().kept()).isZero();
    }

    @Test
    void an_answer_that_another_model_gave_in_its_place_is_not_kept() {
        ChatModel fallback = ForwardingChatModel.of(model.chat, next -> (request, options) -> {
            CallTrail trail = CallTrail.from(options).orElseThrow();
            trail.failed("small", new IllegalStateException("down"));
            ChatResponse response = next.chat(request, options);
            trail.answered(model.asked.get() < 3 ? "large" : "small");
            return response;
        });
        ChatModel outside = cache.chatModel("small", fallback);
        for (int i = 0; i < 4; i++) {
            outside.chat(ask("Where?"), Fakes.of(null, new CallTrail()));
        }
        assertThat(model.asked).hasValue(3);
    }

    @Test
    void an_answer_is_kept_for_its_time_to_live() {
        AtomicLong nanos = new AtomicLong(5);
        ResponseCache hourly = ResponseCache.builder()
                .timeToLive(Duration.ofHours(1))
                .nanoTime(nanos::get)
                .build();
        ChatModel hour = hourly.chatModel("small", model.chat);
        hour.chat(ask("Where?"));
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        hour.chat(ask("Where?"));
        assertThat(model.asked).hasValue(1);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        hour.chat(ask("Where?"));
        assertThat(model.asked).hasValue(2);
        assertThat(hourly.figures().evictions()).isEqualTo(1);
    }

    @Test
    void the_answers_in_memory_never_weigh_more_than_the_bound() {
        ResponseCache small = ResponseCache.builder().maxBytes(100_000).build();
        ChatModel bounded = small.chatModel("small", model.chat);
        model.script = request -> response("x".repeat(1_000));
        for (int i = 0; i < 500; i++) {
            bounded.chat(ask("Question " + i));
            assertThat(small.figures().bytes().orElseThrow()).isLessThanOrEqualTo(100_000);
        }
        CacheFigures figures = small.figures();
        assertThat(figures.entries().orElseThrow()).isEqualTo(100_000 / 2_512);
        assertThat(figures.evictions()).isEqualTo(500 - 100_000 / 2_512);

        model.script = request -> response("x".repeat(60_000));
        bounded.chat(ask("A book"));
        assertThat(small.figures().bytes().orElseThrow())
                .as("larger than the bound by itself")
                .isLessThanOrEqualTo(100_000);
        bounded.chat(ask("A book"));
        assertThat(model.asked).hasValue(502);
        assertThat(small.figures().kept()).as("a book is not kept").isEqualTo(500);
    }

    private CallContext of(String prompt, String version) {
        return CallContext.of(
                new PromptIdentity(prompt, Version.parse(version), Resolution.fresh(Digest.ofText(version), null)));
    }

    @Test
    void answers_are_forgotten_by_key_by_prompt_and_all_together() {
        CallContext guide = of("guide", "1.0.0");
        CallContext guideTwo = of("guide", "2.0.0");
        CallContext other = of("other", "1.0.0");
        List<CallContext> all = List.of(guide, guideTwo, other, CallContext.NONE);
        Runnable askAll =
                () -> all.forEach(context -> cached.chat(ask("Where?"), context.into(ChatRequestOptions.EMPTY)));
        askAll.run();
        assertThat(model.asked).hasValue(4);

        cache.forget(cache.key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .defaults(model.chat.defaultRequestParameters())
                .context(other)
                .build()
                .orElseThrow());
        askAll.run();
        assertThat(model.asked).hasValue(5);

        cache.forgetPrompt("guide");
        askAll.run();
        assertThat(model.asked).hasValue(7);

        cache.forgetAll();
        askAll.run();
        assertThat(model.asked).hasValue(11);
    }

    @Test
    void what_was_forgotten_while_it_was_asked_for_is_not_kept() {
        model.script = request -> {
            if (model.asked.get() == 1) {
                cache.forgetPrompt("guide");
            }
            return response("Stale " + model.asked.get());
        };
        cached.chat(ask("Where?"));
        assertThat(text(cached.chat(ask("Where?")))).isEqualTo("Stale 2");
        assertThat(text(cached.chat(ask("Where?")))).isEqualTo("Stale 2");
    }

    @Test
    void what_is_forgotten_while_it_is_being_kept_does_not_stay() {
        Object forgetting = new Object() {
            @Override
            public String toString() {
                cache.forgetAll();
                return "weighed";
            }
        };
        CacheKey key = cache.key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        ChatResponse response = ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text("North.")
                        .attributes(Map.of("note", forgetting))
                        .build())
                .build();

        assertThat(cache.get(key, () -> response).response()).isSameAs(response);
        assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void a_request_that_has_no_key_goes_by_the_cache() {
        ChatRequest request = ChatRequest.builder()
                .messages(CustomMessage.from(Map.of("when", new Object())))
                .build();
        cached.chat(request);
        cached.chat(request);
        assertThat(model.asked).hasValue(2);
        assertThat(cache.figures().unkeyed()).isEqualTo(2);
    }

    @Test
    void a_host_can_ask_by_key() {
        CacheKey key = cache.key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        assertThat(cache.find(key)).isEmpty();
        CachedAnswer first = cache.get(key, () -> response("North."));
        CachedAnswer second = cache.get(key, () -> response("South."));
        assertThat(first.fromCache()).isFalse();
        assertThat(second).isEqualTo(new CachedAnswer(response("North."), true));
        assertThat(cache.find(key)).contains(response("North."));
        assertThat(cache.keep(key, response("Cut", FinishReason.LENGTH))).isFalse();
        assertThat(cache.keep(key, response("West."))).isTrue();
        assertThat(cache.find(key)).contains(response("West."));
    }

    @Test
    void the_figures_tell_what_was_done() {
        assertThat(cache.figures().hitRate()).isEmpty();
        cached.chat(ask("One?"));
        cached.chat(ask("One?"));
        cached.chat(ask("One?"));
        cached.chat(ask("Two?"));
        CacheFigures figures = cache.figures();
        assertThat(figures.hits()).isEqualTo(2);
        assertThat(figures.misses()).isEqualTo(2);
        assertThat(figures.loads()).isEqualTo(2);
        assertThat(figures.kept()).isEqualTo(2);
        assertThat(figures.hitRate()).hasValue(0.5);
        assertThat(figures.bytes()).hasValue(2L * (512 + 2 * "Answer 1.".length()));
        assertThat(figures)
                .hasToString("CacheFigures[hits=2, misses=2, waits=0, loads=2, failures=0, kept=2, refused=0,"
                        + " unkeyed=0, evictions=0, storeFailures=0, storeFails=false, unreadable=0, entries=2,"
                        + " bytes=1060]");
        assertThat(cache).hasToString("ResponseCache[in memory, " + figures + "]");
    }

    @Test
    void options_say_what_is_wrong_with_them() {
        ResponseCacheBuilder builder = ResponseCache.builder();
        assertThatThrownBy(() -> builder.timeToLive(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeToLive must be more than zero; found: PT0S");
        assertThatThrownBy(() -> builder.longestWait(Duration.ofSeconds(-1)))
                .hasMessage("longestWait must be more than zero; found: PT-1S");
        assertThatThrownBy(() -> builder.maxBytes(0)).hasMessage("maxBytes must be at least 1; found: 0");
        assertThatThrownBy(() -> builder.maxRows(0)).hasMessage("maxRows must be at least 1; found: 0");
        assertThatThrownBy(() -> builder.partLength(0)).hasMessage("partLength must be at least 1; found: 0");
        assertThatThrownBy(() -> builder.maxAnswerBytes(-1)).hasMessage("maxAnswerBytes must be at least 1; found: -1");
    }
}
