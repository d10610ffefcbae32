package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.REQUEST;
import static io.genaiops.resilience.Fakes.quick;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that end with null, which Failsafe takes for no end. */
@Timeout(120)
class NoOutcomeTest {

    static Stream<Consumer<StreamingChatResponseHandler>> ends() {
        return Stream.of(parts -> parts.onCompleteResponse(null), parts -> parts.onError(null));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_stream_that_ends_with_null_ends_with_an_error_and_leaves_its_turn(
            Consumer<StreamingChatResponseHandler> end) {
        try (Resilience resilience = quick().deadline(Duration.ofDays(1))
                .limits(ModelLimits.NONE.atOnce(1))
                .build()) {
            for (int i = 0; i < 2; i++) {
                Handler handler = new Handler();
                resilience
                        .streamingChatModel("small", new Streams.Model().doing(source -> end.accept(source.parts())))
                        .chat(REQUEST, handler);

                assertThat(handler.error()).hasMessageStartingWith("model 'small' must end a stream with a response");
                assertThat(handler.ends).hasValue(1);
            }
            assertThat(resilience.health().underWay()).isZero();
        }
    }
}
