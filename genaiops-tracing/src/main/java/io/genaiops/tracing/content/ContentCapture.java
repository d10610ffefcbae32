package io.genaiops.tracing.content;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says which content of model calls enters telemetry. By default none does. Each captured attribute has a budget of
 * bytes; what is over it is shortened in such a way that the JSON stays valid. Binary content is replaced by its size and
 * type at every level. Immutable and thread-safe if the redactor is.
 *
 * @since 0.1
 */
public final class ContentCapture {

    private static final int DEFAULT_BYTES = 16 * 1024;
    private static final int LEAST_BYTES = 256;
    private static final int MOST_BYTES = 1024 * 1024;

    private static final ContentCapture OFF = new ContentCapture(all(CaptureLevel.OFF), null, DEFAULT_BYTES, false);

    private final Map<ContentKind, CaptureLevel> levels;
    private final @Nullable UnaryOperator<String> redactor;
    private final int bytes;
    private final boolean structured;
    private final boolean off;

    private ContentCapture(
            Map<ContentKind, CaptureLevel> levels,
            @Nullable UnaryOperator<String> redactor,
            int bytes,
            boolean structured) {
        this.levels = levels;
        this.redactor = redactor;
        this.bytes = bytes;
        this.structured = structured;
        this.off = levels.values().stream().allMatch(level -> level == CaptureLevel.OFF);
    }

    /** Returns a capture of nothing. */
    public static ContentCapture off() {
        return OFF;
    }

    /** Returns a capture of roles, types and sizes. */
    public static ContentCapture metadata() {
        return OFF.everything(CaptureLevel.METADATA);
    }

    /** Returns a capture of all content as it is. */
    public static ContentCapture full() {
        return OFF.everything(CaptureLevel.FULL);
    }

    /**
     * Returns a capture of all content after this redactor, which gets each text by itself. If it throws, the content is
     * left out.
     */
    public static ContentCapture redacted(UnaryOperator<String> redactor) {
        return new ContentCapture(all(CaptureLevel.REDACTED), redactor, DEFAULT_BYTES, false);
    }

    /**
     * Returns a capture that treats one kind of content differently.
     *
     * @throws IllegalArgumentException if the level is {@link CaptureLevel#REDACTED} and there is no redactor
     */
    public ContentCapture with(ContentKind kind, CaptureLevel level) {
        if (level == CaptureLevel.REDACTED && redactor == null) {
            throw new IllegalArgumentException(
                    "level REDACTED of " + kind + " needs a redactor; begin with ContentCapture.redacted(redactor)");
        }
        Map<ContentKind, CaptureLevel> changed = new EnumMap<>(levels);
        changed.put(kind, level);
        return new ContentCapture(changed, redactor, bytes, structured);
    }

    /**
     * Returns a capture with another budget for each attribute, in bytes of UTF-8; by default 16 KiB.
     *
     * @throws IllegalArgumentException if it is not within 256 bytes and 1 MiB
     */
    public ContentCapture upTo(int bytes) {
        if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "bytes must be within " + LEAST_BYTES + " and " + MOST_BYTES + "; found: " + bytes);
        }
        return new ContentCapture(levels, redactor, bytes, structured);
    }

    /**
     * Returns a capture that writes structured values, as the conventions prefer, instead of JSON text, which is the form
     * that every backend reads today.
     *
     * @throws IllegalStateException if the OpenTelemetry API is older than 1.61, which has no such attributes
     */
    public ContentCapture structured() {
        if (!ValueKeys.areSupported()) {
            throw new IllegalStateException("structured attributes need OpenTelemetry API 1.61 or newer; found an older"
                    + " one: leave structured() out, so that content is written as JSON text");
        }
        return new ContentCapture(levels, redactor, bytes, true);
    }

    /** Returns whether nothing is captured. */
    public boolean isOff() {
        return off;
    }

    /** Returns what may be said of a request. */
    public Attributes request(ChatRequest request) {
        AttributesBuilder attributes = Attributes.builder();
        put(
                attributes,
                ContentKind.SYSTEM,
                GenAiKeys.SYSTEM_INSTRUCTIONS,
                document -> request.messages().stream()
                        .filter(SystemMessage.class::isInstance)
                        .forEach(message -> document.add(Messages.systemPart(document, (SystemMessage) message))));
        put(
                attributes,
                ContentKind.INPUT,
                GenAiKeys.INPUT_MESSAGES,
                document -> request.messages().stream()
                        .filter(message -> !(message instanceof SystemMessage))
                        .forEach(message -> document.add(Messages.message(document, message))));
        put(
                attributes,
                ContentKind.TOOLS,
                GenAiKeys.TOOL_DEFINITIONS,
                document -> request.toolSpecifications().forEach(tool -> document.add(Messages.tool(document, tool))));
        return attributes.build();
    }

    /** Returns what may be said of a response. */
    public Attributes response(ChatResponse response) {
        AttributesBuilder attributes = Attributes.builder();
        put(
                attributes,
                ContentKind.OUTPUT,
                GenAiKeys.OUTPUT_MESSAGES,
                document -> document.add(Messages.answer(document, response)));
        return attributes.build();
    }

    /** Returns what may be said of an exception besides its type. */
    public Attributes exception(Throwable error) {
        CaptureLevel level = level(ContentKind.EXCEPTION);
        if (level == CaptureLevel.OFF || level == CaptureLevel.METADATA) {
            return Attributes.empty();
        }
        String message = error.getMessage();
        if (message == null) {
            return Attributes.empty();
        }
        Document document = new Document(redactor(level), bytes);
        document.add(document.text(message));
        return Attributes.of(GenAiKeys.EXCEPTION_MESSAGE, document.plainText());
    }

    private void put(AttributesBuilder attributes, ContentKind kind, String key, Content content) {
        CaptureLevel level = level(kind);
        if (level == CaptureLevel.OFF) {
            return;
        }
        Document document = new Document(redactor(level), bytes);
        content.writeTo(document);
        if (document.isEmpty()) {
            return;
        }
        if (level == CaptureLevel.METADATA) {
            attributes.put(metadataKey(kind), document.sizes());
        } else if (structured) {
            attributes.put(ValueKeys.of(key), document.value());
        } else {
            attributes.put(key, document.json());
        }
        if (document.dropped() > 0) {
            attributes.put(droppedKey(kind), document.dropped());
        }
    }

    private CaptureLevel level(ContentKind kind) {
        return levels.getOrDefault(kind, CaptureLevel.OFF);
    }

    private UnaryOperator<String> redactor(CaptureLevel level) {
        return level == CaptureLevel.REDACTED && redactor != null ? redactor : UnaryOperator.identity();
    }

    private ContentCapture everything(CaptureLevel level) {
        return new ContentCapture(all(level), redactor, bytes, structured);
    }

    private static Map<ContentKind, CaptureLevel> all(CaptureLevel level) {
        Map<ContentKind, CaptureLevel> levels = new EnumMap<>(ContentKind.class);
        for (ContentKind kind : ContentKind.values()) {
            levels.put(kind, level);
        }
        return levels;
    }

    private static AttributeKey<List<String>> metadataKey(ContentKind kind) {
        return AttributeKey.stringArrayKey(GenAiKeys.CONTENT_PREFIX + name(kind));
    }

    private static AttributeKey<Long> droppedKey(ContentKind kind) {
        return AttributeKey.longKey(GenAiKeys.CONTENT_PREFIX + name(kind) + ".dropped");
    }

    private static String name(ContentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Writes one kind of content. */
    private interface Content {
        void writeTo(Document document);
    }
}
