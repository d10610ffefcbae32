package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.Profile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No byte of content leaves while its capture is off, whatever is traced and however it ends. */
class SentinelTest {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    static Stream<Arguments> everywhere() {
        return Scenarios.all()
                .flatMap(scenario -> Stream.of(Profile.values())
                        .flatMap(profile -> Stream.of(ContentCapture.off(), ContentCapture.metadata())
                                .map(capture ->
                                        Arguments.of(scenario, profile, capture.isOff() ? "off" : "metadata"))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("everywhere")
    void no_byte_of_content_is_exported(Scenario scenario, Profile profile, String capture) {
        if (profile == Profile.VERSION_1_41) {
            telemetry.withoutValidation();
        }
        Tracing tracing = Tracing.builder(telemetry.sdk())
                .profile(profile)
                .content(capture.equals("off") ? ContentCapture.off() : ContentCapture.metadata())
                .events(true)
                .build();

        scenario.on(tracing);

        assertThat(telemetry.spans()).isNotEmpty();
        assertThat(telemetry.export()).doesNotContain(Scenario.SECRET);
    }

    @Test
    void the_sentinel_would_be_seen_where_capture_is_on() {
        List<String> captured = Scenarios.all()
                .filter(scenario -> {
                    try (Telemetry full = new Telemetry()) {
                        scenario.on(Tracing.builder(full.sdk())
                                .content(ContentCapture.full().to(CaptureTarget.SPANS_AND_EVENTS))
                                .build());
                        return full.export().contains(Scenario.SECRET);
                    }
                })
                .map(Scenario::name)
                .toList();

        assertThat(captured)
                .contains("chat", "stream that throws", "retrieval", "search in a store", "tool", "tool that fails")
                .contains("moderation that fails", "ranking that fails", "input guardrail that fails", "listener");
    }
}
