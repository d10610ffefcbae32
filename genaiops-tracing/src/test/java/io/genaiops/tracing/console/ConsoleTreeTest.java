package io.genaiops.tracing.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleTreeTest {

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .messages(UserMessage.from("Hello SENTINEL-c0de"))
            .build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void a_trace_is_a_tree_in_the_order_of_its_starts() {
        Tracer tracer = tracer(ConsoleTree.to(out));
        Span root = at(tracer, Context.root(), "answer", 0);
        Span search = at(tracer, Context.root().with(root), "search", 1);
        Span embed = at(tracer, Context.root().with(search), "embed", 2);
        Span chat = at(tracer, Context.root().with(root), "chat", 3);
        end(embed, 4);
        end(search, 8);
        end(chat, 1_503);
        assertThat(printed()).isEmpty();
        end(root, 2_000);

        assertThat(printed()).isEqualTo("""
                answer       2.00 s
                +- search    7.0 ms
                |  \\- embed  2.0 ms
                \\- chat      1.50 s
                """);
    }

    @Test
    void a_model_call_says_what_it_cost() {
        Tracing.builder(telemetry(ConsoleTree.to(out)))
                .prices(PriceList.of(
                        Price.of("openai", "gpt-*", Rates.usd().input("2").output("8.1234"))))
                .build()
                .chatModel(new FakeChatModel())
                .chat(REQUEST);

        assertThat(printed()).contains("12 in, 7 out tokens | 0.0000809 USD | stop");
    }

    @Test
    void a_model_call_says_its_tokens_its_end_and_its_prompt() {
        Tracing.create(telemetry(ConsoleTree.to(out)))
                .chatModel(new FakeChatModel())
                .chat(REQUEST, Prompts.options("trail-guide"));

        assertThat(printed())
                .matches("chat gpt-test  \\d+(\\.\\d)? ms \\| 12 in, 7 out tokens \\| unpriced \\| stop"
                        + " \\| trail-guide:1\\.1\\.0@production stale arm candidate\n")
                .doesNotContain("SENTINEL");
    }

    @Test
    void a_failure_is_named() {
        FakeChatModel failing = new FakeChatModel();
        failing.answer = request -> {
            throw new IllegalStateException("SENTINEL-c0de");
        };
        try {
            Tracing.create(telemetry(ConsoleTree.to(out))).chatModel(failing).chat(REQUEST);
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("SENTINEL-c0de");
        }

        assertThat(printed())
                .contains(" | ERROR java.lang.IllegalStateException | error")
                .doesNotContain("SENTINEL");
    }

    @Test
    void attributes_are_printed_sorted_below_their_span_where_asked_for() {
        Tracer tracer = tracer(ConsoleTree.to(out).withAttributes());
        Span root = at(tracer, Context.root(), "answer", 0);
        Span chat = at(tracer, Context.root().with(root), "chat", 1);
        chat.setAttribute("b", 2).setAttribute("a", "x");
        end(chat, 2);
        end(root, 3);

        assertThat(printed()).isEqualTo("""
                answer   3.0 ms
                \\- chat  1.0 ms
                       a = x
                       b = 2
                """);
    }

    @Test
    void a_span_that_outlives_its_parent_is_printed_below_it() {
        Tracer tracer = tracer(ConsoleTree.to(out));
        Span root = at(tracer, Context.root(), "request", 0);
        Span stream = at(tracer, Context.root().with(root), "stream", 1);
        end(root, 2);
        assertThat(printed()).isEmpty();
        end(stream, 50);

        assertThat(printed()).startsWith("request").contains("\n\\- stream");
    }

    @Test
    void a_flush_prints_what_has_ended_of_an_open_trace() {
        ConsoleTree tree = ConsoleTree.to(out);
        Tracer tracer = tracer(tree);
        Span root = at(tracer, Context.root(), "request", 0);
        end(at(tracer, Context.root().with(root), "chat", 1), 2);
        tree.forceFlush();

        assertThat(printed()).isEqualTo("chat  1.0 ms\n");
        end(root, 3);
        assertThat(printed()).isEqualTo("chat  1.0 ms\nrequest  3.0 ms\n");
    }

    @Test
    void spans_that_never_end_do_not_pile_up() {
        Tracer tracer = tracer(ConsoleTree.to(out));
        List<Span> open = new ArrayList<>();
        for (int i = 0; i < ConsoleTree.MOST_TRACES; i++) {
            open.add(at(tracer, Context.root(), "open", 0));
        }
        Span root = at(tracer, Context.root(), "further", 0);
        end(at(tracer, Context.root().with(root), "inner", 1), 2);
        assertThat(printed()).isEqualTo("inner  1.0 ms\n");
        for (int i = 0; i < ConsoleTree.MOST_SPANS; i++) {
            end(at(tracer, Context.root().with(open.get(0)), "child", 1), 2);
        }

        assertThat(printed().lines().filter("child  1.0 ms"::equals)).hasSize(ConsoleTree.MOST_SPANS);
    }

    @Test
    void a_value_cannot_forge_a_line_or_speak_to_the_terminal() {
        Tracer tracer = tracer(ConsoleTree.to(out).withAttributes());
        Span span = at(tracer, Context.root(), "chat\nforged", 0);
        span.setAttribute("a", "x\r\n\u001b[2Jy");
        end(span, 1);

        assertThat(printed()).isEqualTo("chat forged  1.0 ms\n    a = x [2Jy\n");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Tracer tracer(ConsoleTree tree) {
        return telemetry(tree).getTracer("test");
    }

    private static OpenTelemetrySdk telemetry(ConsoleTree tree) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(
                        SdkTracerProvider.builder().addSpanProcessor(tree).build())
                .build();
    }

    private static Span at(Tracer tracer, Context parent, String name, long milliseconds) {
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setStartTimestamp(1_000 + milliseconds, TimeUnit.MILLISECONDS)
                .startSpan();
    }

    private static void end(Span span, long milliseconds) {
        span.end(1_000 + milliseconds, TimeUnit.MILLISECONDS);
    }
}
