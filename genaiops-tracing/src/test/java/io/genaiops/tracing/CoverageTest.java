package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.cost.Usage;
import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which attributes each scenario writes, held against a committed file, so that no change of them goes unseen. Run with
 * {@code -Dgenaiops.coverage=write} to write the files anew, then read the difference.
 */
class CoverageTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "io", "genaiops", "tracing");

    @ParameterizedTest
    @EnumSource(Profile.class)
    void every_scenario_writes_what_the_committed_file_says(Profile profile) throws IOException {
        String found =
                Scenarios.all().map(scenario -> coverage(scenario, profile)).collect(Collectors.joining("\n"));
        Path file = FOLDER.resolve("coverage-" + profile.state() + ".txt");
        if (System.getProperty("genaiops.coverage", "").equals("write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, found);
        }

        assertThat(found)
                .as("coverage of %s; -Dgenaiops.coverage=write writes %s anew", profile, file)
                .isEqualTo(Files.readString(file));
    }

    @SuppressWarnings("try") // a scope is opened only to be closed
    private static String coverage(Scenario scenario, Profile profile) {
        try (Telemetry telemetry = new Telemetry()) {
            Tracing tracing = Tracing.builder(telemetry.sdk())
                    .profile(profile)
                    .content(ContentCapture.full().to(CaptureTarget.SPANS_AND_EVENTS))
                    .caller(CallerCapture.hashed(new byte[16]))
                    .usage(tokens -> new Usage(12L, 7L, 4L, 2L, 3L, 1L, 2L, 3L, 4L))
                    .build();
            Baggage baggage = Baggage.builder()
                    .put("session.id", "s-1")
                    .put("user.id", "u-1")
                    .build();
            try (var scope = baggage.makeCurrent()) {
                scenario.on(tracing);
            }
            return scenario.name() + "\n"
                    + lines(telemetry).map(line -> "  " + line + "\n").collect(Collectors.joining());
        }
    }

    private static Stream<String> lines(Telemetry telemetry) {
        Stream<String> spans = telemetry.spans().stream()
                .flatMap(span -> Stream.concat(
                        Stream.of("span " + span.getName() + " " + span.getKind() + ": " + keys(span.getAttributes())),
                        span.getEvents().stream()
                                .map(event -> "span event " + event.getName() + ": " + keys(event.getAttributes()))));
        Stream<String> events = telemetry.events().stream()
                .map(event -> "event " + event.getEventName() + ": " + keys(event.getAttributes()));
        Stream<String> metrics = telemetry.metrics().stream()
                .flatMap(metric -> metric.getData().getPoints().stream()
                        .map(point -> "metric " + metric.getName() + ": " + keys(point.getAttributes())))
                .distinct()
                .sorted();
        return Stream.of(spans, events, metrics).flatMap(each -> each);
    }

    private static List<String> keys(Attributes attributes) {
        return attributes.asMap().keySet().stream()
                .map(AttributeKey::getKey)
                .sorted()
                .toList();
    }
}
