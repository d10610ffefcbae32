package io.genaiops.tracing.content;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.store.embedding.EmbeddingMatch;
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
    private static final int WHOLE = Integer.MAX_VALUE;

    private static final ContentCapture OFF =
            new ContentCapture(all(CaptureLevel.OFF), null, new Form(DEFAULT_BYTES, false, CaptureTarget.SPANS, null));

    private final Map<ContentKind, CaptureLevel> levels;
    private final @Nullable UnaryOperator<String> redactor;
    private final Form form;
    private final boolean off;

    private ContentCapture(Map<ContentKind, CaptureLevel> levels, @Nullable UnaryOperator<String> redactor, Form form) {
        this.levels = levels;
        this.redactor = redactor;
        this.form = form;
        this.off = levels.values().stream().allMatch(level -> level == CaptureLevel.OFF);
    }

    /** Returns a capture of nothing. */
    public static ContentCapture off() {
        return OFF;
    }

    /** Returns a capture of roles, types and sizes. */
    public static ContentCapture metadata() {
        return new ContentCapture(all(CaptureLevel.METADATA), null, OFF.form);
    }

    /** Returns a capture of all content as it is. */
    public static ContentCapture full() {
        return new ContentCapture(all(CaptureLevel.FULL), null, OFF.form);
    }

    /**
     * Returns a capture of all content after this redactor, which gets each text by itself. If it throws, the content is
     * left out.
     */
    public static ContentCapture redacted(UnaryOperator<String> redactor) {
        return new ContentCapture(all(CaptureLevel.REDACTED), redactor, OFF.form);
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
        return new ContentCapture(changed, redactor, form);
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
        return with(new Form(bytes, form.structured, form.target, form.upload));
    }

    /**
     * Returns a capture that writes structured values to spans, as the conventions prefer, instead of JSON text, which is
     * the form that every backend reads today. On events content is structured anyway, as the conventions require.
     *
     * @throws IllegalStateException if the OpenTelemetry API is older than 1.61, which has no such attributes
     */
    public ContentCapture structured() {
        if (!ValueKeys.areSupported()) {
            throw new IllegalStateException("structured attributes need OpenTelemetry API 1.61 or newer; found an older"
                    + " one: leave structured() out, so that content is written as JSON text");
        }
        return with(new Form(form.bytes, true, form.target, form.upload));
    }

    /**
     * Returns a capture that writes to spans, to events or to both; by default to spans. Tools and retrievals have no
     * events: with {@link CaptureTarget#EVENTS} nothing of them is captured but exceptions.
     */
    public ContentCapture to(CaptureTarget target) {
        return with(new Form(form.bytes, form.structured, target, form.upload));
    }

    /**
     * Returns a capture that hands redacted and full content to this upload, and writes a reference to it in its place.
     * Content is handed over whether or not the span is sampled.
     */
    public ContentCapture uploadedBy(ContentUpload upload) {
        return with(new Form(form.bytes, form.structured, form.target, upload));
    }

    /** Returns whether nothing is captured. */
    public boolean isOff() {
        return off;
    }

    /** Returns where content is written. */
    public CaptureTarget target() {
        return form.target;
    }

    /** Returns whether content is handed to an upload. */
    public boolean isUploaded() {
        return form.upload != null && !off;
    }

    /** Returns what of this capture concerns spans. */
    public ContentCapture onSpans() {
        return form.target == CaptureTarget.EVENTS ? OFF : this;
    }

    /** Returns what of this capture concerns events, where content is structured if the API can say so. */
    public ContentCapture onEvents() {
        return form.target == CaptureTarget.SPANS
                ? OFF
                : with(new Form(form.bytes, ValueKeys.areSupported(), form.target, form.upload));
    }

    /** Returns what may be said of a request. */
    public Attributes request(ChatRequest request) {
        return written(
                part(
                        ContentKind.SYSTEM,
                        GenAiKeys.SYSTEM_INSTRUCTIONS,
                        document -> request.messages().stream()
                                .filter(SystemMessage.class::isInstance)
                                .forEach(message ->
                                        document.add(Messages.systemPart(document, (SystemMessage) message)))),
                part(
                        ContentKind.INPUT,
                        GenAiKeys.INPUT_MESSAGES,
                        document -> request.messages().stream()
                                .filter(message -> !(message instanceof SystemMessage))
                                .forEach(message -> document.add(Messages.message(document, message)))),
                part(
                        ContentKind.TOOLS,
                        GenAiKeys.TOOL_DEFINITIONS,
                        document -> request.toolSpecifications()
                                .forEach(tool -> document.add(Messages.tool(document, tool)))));
    }

    /** Returns what may be said of a response. */
    public Attributes response(ChatResponse response) {
        return written(part(
                ContentKind.OUTPUT,
                GenAiKeys.OUTPUT_MESSAGES,
                document -> document.add(Messages.answer(document, response))));
    }

    /** Returns what may be said of the arguments of a tool, an object of JSON; {@code null} if there are none. */
    public Attributes toolArguments(@Nullable String arguments) {
        return arguments == null
                ? Attributes.empty()
                : written(object("arguments", GenAiKeys.TOOL_ARGUMENTS, arguments));
    }

    /** Returns what may be said of the result of a tool; {@code null} if there is none. */
    public Attributes toolResult(@Nullable String result) {
        return result == null ? Attributes.empty() : written(object("result", GenAiKeys.TOOL_RESULT, result));
    }

    /** Returns what may be said of the query of a retrieval. */
    public Attributes query(String text) {
        return written(new Part(
                ContentKind.RETRIEVALS,
                "query",
                GenAiKeys.RETRIEVAL_QUERY.getKey(),
                Document.Form.TEXT,
                document -> document.add(document.text(text))));
    }

    /** Returns what may be said of the contents that a retrieval found. */
    public Attributes contents(List<Content> contents) {
        return written(documents(
                document -> contents.forEach(content -> document.add(Retrievals.document(document, content)))));
    }

    /** Returns what may be said of the matches that a search in an embedding store found. */
    public Attributes matches(List<? extends EmbeddingMatch<?>> matches) {
        return written(
                documents(document -> matches.forEach(match -> document.add(Retrievals.document(document, match)))));
    }

    /** Returns what may be said of why an answer was scored as it was, which may repeat the answer. */
    public Attributes explanation(String text) {
        return written(new Part(
                ContentKind.OUTPUT,
                "explanation",
                GenAiKeys.EVALUATION_EXPLANATION,
                Document.Form.TEXT,
                document -> document.add(document.text(text))));
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
        Document document = new Document(redactor(level), form.bytes);
        document.add(document.text(message));
        return Attributes.of(GenAiKeys.EXCEPTION_MESSAGE, document.plainText());
    }

    private Attributes written(Part... parts) {
        AttributesBuilder attributes = Attributes.builder();
        for (Part part : parts) {
            put(attributes, part);
        }
        return attributes.build();
    }

    private void put(AttributesBuilder attributes, Part part) {
        CaptureLevel level = level(part.kind);
        if (level == CaptureLevel.OFF) {
            return;
        }
        boolean upload = form.upload != null && level != CaptureLevel.METADATA;
        Document document = new Document(redactor(level), upload ? WHOLE : form.bytes);
        part.content.writeTo(document);
        if (document.isEmpty()) {
            return;
        }
        if (level == CaptureLevel.METADATA) {
            attributes.put(metadataKey(part.name), document.sizes());
        } else if (upload) {
            upload(attributes, part, document);
        } else if (part.form == Document.Form.TEXT) {
            attributes.put(part.key, document.plainText());
        } else if (form.structured) {
            attributes.put(ValueKeys.of(part.key), document.value(part.form));
        } else {
            attributes.put(part.key, document.json(part.form));
        }
        if (document.dropped() > 0) {
            attributes.put(droppedKey(part.name), document.dropped());
        }
    }

    private void upload(AttributesBuilder attributes, Part part, Document document) {
        Document.Form whole = part.form == Document.Form.TEXT ? Document.Form.ARRAY : part.form;
        String reference = form.upload == null ? null : form.upload.offer(document.json(whole));
        if (reference == null) {
            attributes.put(droppedKey(part.name), document.size());
        } else {
            attributes.put(GenAiKeys.CONTENT_PREFIX + part.name + ".reference", reference);
        }
    }

    private CaptureLevel level(ContentKind kind) {
        return levels.getOrDefault(kind, CaptureLevel.OFF);
    }

    private UnaryOperator<String> redactor(CaptureLevel level) {
        return level == CaptureLevel.REDACTED && redactor != null ? redactor : UnaryOperator.identity();
    }

    private ContentCapture with(Form changed) {
        return new ContentCapture(levels, redactor, changed);
    }

    private static Map<ContentKind, CaptureLevel> all(CaptureLevel level) {
        Map<ContentKind, CaptureLevel> levels = new EnumMap<>(ContentKind.class);
        for (ContentKind kind : ContentKind.values()) {
            levels.put(kind, level);
        }
        return levels;
    }

    private static Part part(ContentKind kind, String key, Writer content) {
        return new Part(kind, kind.name().toLowerCase(Locale.ROOT), key, Document.Form.ARRAY, content);
    }

    private static Part object(String name, String key, String text) {
        return new Part(
                ContentKind.TOOL_CALLS,
                name,
                key,
                Document.Form.OBJECT,
                document -> document.add(ToolCalls.object(document, name, text)));
    }

    private static Part documents(Writer content) {
        return new Part(
                ContentKind.RETRIEVALS, "documents", GenAiKeys.RETRIEVAL_DOCUMENTS, Document.Form.ARRAY, content);
    }

    private static AttributeKey<List<String>> metadataKey(String name) {
        return AttributeKey.stringArrayKey(GenAiKeys.CONTENT_PREFIX + name);
    }

    private static AttributeKey<Long> droppedKey(String name) {
        return AttributeKey.longKey(GenAiKeys.CONTENT_PREFIX + name + ".dropped");
    }

    /** How content is written, whatever its kind. */
    private record Form(
            int bytes,
            boolean structured,
            CaptureTarget target,
            @Nullable ContentUpload upload) {}

    /** One attribute of content. */
    private record Part(ContentKind kind, String name, String key, Document.Form form, Writer content) {}

    /** Writes one kind of content. */
    private interface Writer {
        void writeTo(Document document);
    }
}
