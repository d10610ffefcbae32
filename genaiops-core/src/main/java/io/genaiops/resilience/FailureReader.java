package io.genaiops.resilience;

import com.fasterxml.jackson.core.JacksonException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.guardrail.GuardrailException;
import dev.langchain4j.model.ModelDisabledException;
import io.genaiops.RefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a failure says from its classes, the status in it and, where providers say it nowhere else, from the text of
 * their answer.
 */
final class FailureReader {

    private static final int DEEPEST = 16;
    private static final int LONGEST = 20_000;

    /** What providers say, in lower case: OpenAI, Azure, vLLM, Mistral, xAI, Groq, Anthropic, Bedrock, Gemini, llama.cpp. */
    private static final List<String> TOO_LONG = List.of(
            "context_length_exceeded",
            "context length exceeded",
            "maximum context length",
            "maximum prompt length",
            "context window",
            "reduce the length of the messages",
            "prompt is too long",
            "exceed context limit",
            "input is too long",
            "exceeds the maximum number of tokens",
            "exceed_context_size_error",
            "exceeds the available context size",
            "exceeded model token limit",
            "too large for model");

    /** What providers say, in lower case: OpenAI, Azure, Anthropic, Gemini, Qwen. */
    private static final List<String> BLOCKED = List.of(
            "content_policy_violation",
            "content_filter",
            "responsibleaipolicyviolation",
            "content management policy",
            "content filtering policy",
            "our safety system",
            "prohibited_content",
            "data_inspection_failed");

    private static final List<String> USED_UP = List.of(
            "insufficient_quota", "exceeded your current quota", "credit balance is too low", "insufficient balance");

    /** The first class of these that a failure is of decides; subclasses stand before their parents. */
    private static final Map<Class<? extends Throwable>, FailureKind> OF_CLASS = classes();

    private static final String UNIT = "(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)(?![a-z])";
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s?" + UNIT);
    private static final Pattern IN_WORDS = Pattern.compile(
            "(?:again|retry)\\s+(?:in|after)\\s+((?:\\d{1,9}(?:\\.\\d{1,9})?\\s?" + UNIT + "\\s?){1,4})");
    private static final Pattern AS_MEMBER =
            Pattern.compile("\"retry[-_]?(?:after|delay)\"\\s*:\\s*\"?(\\d{1,9}(?:\\.\\d{1,9})?)(?:s?\"|\\s*[,}])");

    private FailureReader() {}

    private static Map<Class<? extends Throwable>, FailureKind> classes() {
        Map<Class<? extends Throwable>, FailureKind> kinds = new LinkedHashMap<>();
        kinds.put(ModelUnavailableException.class, FailureKind.NOT_ASKED);
        kinds.put(RefusedException.class, FailureKind.OF_THE_HOST);
        kinds.put(GuardrailException.class, FailureKind.OF_THE_HOST);
        kinds.put(ToolArgumentsException.class, FailureKind.OF_THE_HOST);
        kinds.put(ToolExecutionException.class, FailureKind.OF_THE_HOST);
        kinds.put(ContentFilteredException.class, FailureKind.CONTENT_POLICY);
        kinds.put(AuthenticationException.class, FailureKind.AUTHENTICATION);
        kinds.put(ModelNotFoundException.class, FailureKind.MODEL_NOT_FOUND);
        kinds.put(ModelDisabledException.class, FailureKind.MODEL_NOT_FOUND);
        kinds.put(UnresolvedModelServerException.class, FailureKind.UNREACHABLE);
        kinds.put(InvalidRequestException.class, FailureKind.INVALID_REQUEST);
        kinds.put(UnsupportedFeatureException.class, FailureKind.INVALID_REQUEST);
        kinds.put(NonRetriableException.class, FailureKind.INVALID_REQUEST);
        kinds.put(RateLimitException.class, FailureKind.RATE_LIMITED);
        kinds.put(TimeoutException.class, FailureKind.TIMED_OUT);
        kinds.put(InternalServerException.class, FailureKind.UNAVAILABLE);
        kinds.put(RetriableException.class, FailureKind.UNAVAILABLE);
        kinds.put(JacksonException.class, FailureKind.MALFORMED);
        kinds.put(SSLHandshakeException.class, FailureKind.UNREACHABLE);
        kinds.put(SSLPeerUnverifiedException.class, FailureKind.UNREACHABLE);
        kinds.put(CertificateException.class, FailureKind.UNREACHABLE);
        kinds.put(UnknownHostException.class, FailureKind.UNREACHABLE);
        kinds.put(UnresolvedAddressException.class, FailureKind.UNREACHABLE);
        kinds.put(IOException.class, FailureKind.CONNECTION);
        return kinds;
    }

    static FailureKind kind(Throwable failure) {
        List<Throwable> chain = chain(failure);
        FailureKind stop = ofTheThread(chain);
        if (stop != null) {
            return stop;
        }
        FailureKind kind = ofClass(chain);
        Integer status = kind == FailureKind.NOT_ASKED || kind == FailureKind.OF_THE_HOST ? null : status(chain);
        return status == null ? refined(kind, chain) : of(status, text(chain));
    }

    private static FailureKind ofClass(List<Throwable> chain) {
        return OF_CLASS.entrySet().stream()
                .filter(known -> chain.stream().anyMatch(known.getKey()::isInstance))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(FailureKind.UNKNOWN);
    }

    /** Returns how long the provider asks to wait, if it says so in its answer. */
    static Optional<Duration> retryAfter(Throwable failure) {
        String text = text(chain(failure));
        Matcher member = AS_MEMBER.matcher(text);
        if (member.find()) {
            return Optional.of(of(member.group(1), 1_000_000_000L));
        }
        Matcher words = IN_WORDS.matcher(text);
        return words.find() ? Optional.of(sum(words.group(1))) : Optional.empty();
    }

    /** Returns the failure and those behind it. */
    static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = failure; next != null && chain.size() < DEEPEST; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private static @Nullable FailureKind ofTheThread(List<Throwable> chain) {
        FailureKind found = null;
        for (Throwable next : chain) {
            if (next instanceof Error) {
                return FailureKind.JVM_FAILURE;
            }
            if (isTimeout(next)) {
                found = FailureKind.TIMED_OUT;
            } else if (found == null && isInterrupt(next)) {
                found = FailureKind.INTERRUPTED;
            }
        }
        return found;
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof HttpTimeoutException
                || failure instanceof SocketTimeoutException
                || failure instanceof java.util.concurrent.TimeoutException
                || (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage()));
    }

    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof InterruptedException
                || failure instanceof InterruptedIOException
                || failure instanceof ClosedByInterruptException
                || failure instanceof CancellationException;
    }

    /** Returns whether the thread was interrupted, in which case its flag is to be set again. */
    static boolean isOfInterrupt(Throwable failure) {
        return kind(failure) == FailureKind.INTERRUPTED
                && chain(failure).stream().noneMatch(CancellationException.class::isInstance);
    }

    private static @Nullable Integer status(List<Throwable> chain) {
        for (Throwable next : chain) {
            if (next instanceof HttpException http && http.statusCode() >= 400) {
                return http.statusCode();
            }
        }
        return null;
    }

    private static FailureKind of(int status, String text) {
        return switch (status) {
            case 401 -> FailureKind.AUTHENTICATION;
            case 402 -> FailureKind.QUOTA_USED_UP;
            case 403 -> saying(text, BLOCKED) ? FailureKind.CONTENT_POLICY : FailureKind.AUTHENTICATION;
            case 404 -> FailureKind.MODEL_NOT_FOUND;
            case 408 -> FailureKind.TIMED_OUT;
            case 409, 425 -> FailureKind.UNAVAILABLE;
            case 413 -> FailureKind.CONTEXT_WINDOW;
            case 429 -> saying(text, USED_UP) ? FailureKind.QUOTA_USED_UP : FailureKind.RATE_LIMITED;
            case 501, 505 -> FailureKind.INVALID_REQUEST;
            default -> status >= 500 ? FailureKind.UNAVAILABLE : ofRequest(text);
        };
    }

    private static FailureKind refined(FailureKind kind, List<Throwable> chain) {
        boolean ofProvider = chain.stream().anyMatch(LangChain4jException.class::isInstance);
        if (kind == FailureKind.INVALID_REQUEST || (kind == FailureKind.UNKNOWN && ofProvider)) {
            FailureKind said = ofRequest(text(chain));
            return said == FailureKind.INVALID_REQUEST ? kind : said;
        }
        return kind == FailureKind.RATE_LIMITED && saying(text(chain), USED_UP) ? FailureKind.QUOTA_USED_UP : kind;
    }

    private static FailureKind ofRequest(String text) {
        if (saying(text, TOO_LONG)) {
            return FailureKind.CONTEXT_WINDOW;
        }
        if (saying(text, BLOCKED)) {
            return FailureKind.CONTENT_POLICY;
        }
        return saying(text, USED_UP) ? FailureKind.QUOTA_USED_UP : FailureKind.INVALID_REQUEST;
    }

    private static boolean saying(String text, List<String> signs) {
        return signs.stream().anyMatch(text::contains);
    }

    private static String text(List<Throwable> chain) {
        StringBuilder text = new StringBuilder();
        for (Throwable next : chain) {
            String message = next.getMessage();
            if (message != null) {
                text.append(message, 0, Math.min(message.length(), LONGEST)).append('\n');
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private static Duration sum(String amounts) {
        Duration sum = Duration.ZERO;
        for (Matcher amount = AMOUNT.matcher(amounts); amount.find(); ) {
            sum = sum.plus(of(amount.group(1), nanos(amount.group(2))));
        }
        return sum;
    }

    private static Duration of(String number, long unitNanos) {
        return Duration.ofNanos(new BigDecimal(number)
                .multiply(BigDecimal.valueOf(unitNanos))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue());
    }

    private static long nanos(String unit) {
        if (unit.startsWith("ms") || unit.startsWith("milli")) {
            return 1_000_000L;
        }
        return switch (unit.charAt(0)) {
            case 'h' -> 3_600_000_000_000L;
            case 'm' -> 60_000_000_000L;
            default -> 1_000_000_000L;
        };
    }
}
