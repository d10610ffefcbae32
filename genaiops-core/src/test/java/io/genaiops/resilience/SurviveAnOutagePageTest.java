package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
import io.genaiops.resilience.Fakes.Scripted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/survive-an-outage.md shows. */
class SurviveAnOutagePageTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|.*\\| (yes|no) \\| (yes|no|its own chain) \\| (counts|no) \\|$");

    private final ChatModel small = new Scripted().failing(Fakes.unavailable()).answering("of small");
    private final ChatModel large = new Scripted().answering("of large");
    private final ChatModel roomy = new Scripted().answering("of long");
    private final ChatModel other = new Scripted().answering("of other");
    private final Models streams = Models.of("small", (StreamingChatModel) new Streams.Model().answering("Hi"))
            .and("large", (StreamingChatModel) new Streams.Model().answering("Hi"));
    private final CallTrail trail = new CallTrail();
    private final Handler handler = new Handler();
    private final ChatRequest request = Fakes.REQUEST;

    @Test
    void survive_an_outage() throws Exception {
        Resilience resilience = Resilience.builder()
                .attemptTimeout(Duration.ofSeconds(30))
                .limits(
                        "small",
                        ModelLimits.NONE
                                .atOnce(16)
                                .requests(600, Duration.ofMinutes(1))
                                .waiting(Duration.ofSeconds(5)))
                .build();

        Models models =
                Models.of("small", small).and("large", large).and("long", roomy).and("other", other);
        Fallback chain =
                Fallback.of("small").to("large").onContextWindow("long").onContentPolicy("other");

        ChatModel model = resilience.chatModel(chain, models);
        StreamingChatModel streaming =
                resilience.streamingChatModel(Fallback.of("small").to("large"), streams);

        assertThat(model.chat("Hello")).isEqualTo("of small");
        Handler first = new Handler();
        streaming.chat(request, first);
        assertThat(first.response()).isEqualTo(answer("done"));

        String text = resilience
                .on(chain)
                .within(Duration.ofSeconds(10))
                .noting(trail)
                .ask(name -> models.chat(name).chat("Hello"));

        StreamingHandle stream = resilience.on("small").stream(
                handler, (name, parts) -> streams.streaming(name).chat(request, parts));

        assertThat(text).isEqualTo("of small");
        assertThat(trail.attempts()).hasSize(1);
        handler.response();
        assertThat(stream.isCancelled()).isFalse();

        ResilienceHealth health = resilience.health();
        health.isHealthy(); // no breaker is open
        health.of("small").orElseThrow().retries(); // and attempts, failures, timeouts, refused, fallbacks, breaker

        boolean inTime = resilience.close(Duration.ofSeconds(20)); // calls under way may end, then they are ended

        assertThat(health.isHealthy()).isTrue();
        assertThat(health.of("small").orElseThrow().retries()).isEqualTo(1);
        assertThat(inTime).isTrue();
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void the_table_says_of_each_kind_what_is_done(FailureKind kind) throws IOException {
        String row = rows().get(kind.name());

        assertThat(row).as("row of %s", kind).isNotNull();
        boolean ownChain = kind == FailureKind.CONTEXT_WINDOW || kind == FailureKind.CONTENT_POLICY;
        String falls = ownChain ? "its own chain" : kind.isFallingBack() ? "yes" : "no";
        assertThat(row)
                .isEqualTo((kind.isRetryable() ? "yes" : "no") + ", " + falls + ", "
                        + (kind.isFaultOfModel() ? "counts" : "no"));
    }

    private static Map<String, String> rows() throws IOException {
        Path docs = Stream.of("docs", "../docs")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        return ROW.matcher(Files.readString(docs.resolve("survive-an-outage.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2) + ", " + row.group(3) + ", " + row.group(4)));
    }
}
