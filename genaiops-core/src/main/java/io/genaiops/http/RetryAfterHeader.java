package io.genaiops.http;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Keeps the {@code Retry-After} of a provider that says it in a header alone. LangChain4j's {@code HttpException} holds the
 * status and the body of a failed answer and not its headers, so the header is put in front of the body, as a line that {@link
 * io.genaiops.resilience.Resilience} reads:
 *
 * <pre>{@code
 * OpenAiChatModel.builder()
 *         .httpClientBuilder(JdkHttpClient.builder()
 *                 .httpClientBuilder(RetryAfterHeader.keptBy(HttpClient.newBuilder())))
 * }</pre>
 *
 * <p>Answers below status 400, and those without the header, stay as they are. Both forms of RFC 9110, section 10.2.3, are
 * read, seconds and a date, and the {@code retry-after-ms} of some providers. Stateless and thread-safe.
 *
 * @since 0.1
 */
public final class RetryAfterHeader {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private RetryAfterHeader() {}

    /**
     * Returns a builder whose clients keep the header. It is the given one, and so are its clients, in all other respects;
     * what newer versions of Java than 17 added to them is not passed on.
     */
    public static HttpClient.Builder keptBy(HttpClient.Builder clients) {
        return keptBy(clients, Clock.systemUTC());
    }

    static HttpClient.Builder keptBy(HttpClient.Builder clients, Clock clock) {
        return new KeepingClients(Objects.requireNonNull(clients, "clients"), clock);
    }

    /** Returns the line that says what the headers of a failed answer say; empty if they say nothing. */
    static Optional<String> line(int status, HttpHeaders headers, Clock clock) {
        if (status < 400) {
            return Optional.empty();
        }
        OptionalLong millis = millis(headers, "retry-after-ms", 1);
        if (millis.isEmpty()) {
            millis = millis(headers, "retry-after", 1_000);
        }
        if (millis.isEmpty()) {
            millis = untilDate(headers, clock);
        }
        return millis.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "{\"retry_after\": %d.%03d}\n",
                        millis.getAsLong() / 1_000,
                        millis.getAsLong() % 1_000));
    }

    private static OptionalLong millis(HttpHeaders headers, String name, long factor) {
        return headers.firstValue(name)
                .map(String::strip)
                .filter(value -> NUMBER.matcher(value).matches())
                .map(value -> OptionalLong.of(Long.parseLong(value) * factor))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong untilDate(HttpHeaders headers, Clock clock) {
        return headers.firstValue("retry-after")
                .map(value -> untilDate(value.strip(), clock))
                .orElse(OptionalLong.empty());
    }

    /** A header that is no date says nothing that could be kept to. */
    private static OptionalLong untilDate(String value, Clock clock) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return OptionalLong.of(
                    Math.max(0, Duration.between(clock.instant(), date).toMillis()));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
