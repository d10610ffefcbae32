package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.replay.Recording.Slot;
import io.genaiops.model.Models;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what models answer in a file, and replays it: tests that need no key, cost nothing and say the same each time.
 *
 * <pre>{@code
 * Cassette cassette = Cassette.in(Path.of("src/test/resources/cassettes"), "trail-guide");
 * ChatModel model = cassette.chatModel(openAi);
 * }</pre>
 *
 * <p>A request is known by its messages, tools, response format and parameters, with the defaults of its model; not by
 * ids, attributes, the order of tools and of maps, or by how lines end. The n-th time that the same is asked, the n-th
 * recording is replayed. A replayed call fires the listeners of its model; a stream is delivered on the caller's thread.
 * Usage is the three counts of tokens; what only a provider's own types hold is recorded by {@link #keeping}.
 *
 * <p>A cassette replays unless another mode is set. The system property {@code genaiops.cassette}, one of record, replay,
 * auto and strict, goes before what the code says. Each {@code with…} and each mode returns another view of the same
 * session: what one of them used is used. Close what records: the latest recordings of a large file are in a journal
 * beside it until then. Thread-safe, across cassettes of one file in several processes too; of two recordings of the same
 * the later one stays.
 *
 * @since 0.1
 */
public final class Cassette implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cassette.class);
    private static final String PROPERTY = "genaiops.cassette";
    private static final int SHOWN = 5;

    private final Tape tape;
    private final Settings settings;

    private Cassette(Tape tape, Settings settings) {
        this.tape = tape;
        this.settings = settings;
    }

    /** What a cassette does with a request. */
    enum Mode {
        RECORD,
        REPLAY,
        AUTO,
        STRICT;

        static @Nullable Mode forced(@Nullable String property) {
            if (property == null || property.isEmpty()) {
                return null;
            }
            try {
                return valueOf(property.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        PROPERTY + " must be record, replay, auto or strict; was '" + property + "'", e);
            }
        }
    }

    /**
     * What of a response only its provider's own types hold, such as cached tokens and log probabilities. It is not
     * redacted: where redaction changes a text of the response or of what is kept, the recording goes without.
     */
    public interface Details {
        /** Returns what is kept of a response; empty if nothing is. */
        Optional<JsonNode> kept(ChatResponse response);

        /** Returns a replayed response with what was kept of the recorded one. */
        ChatResponse restored(ChatResponse response, JsonNode kept);
    }

    /** Keeps nothing. */
    static final Details NONE = new Details() {
        @Override
        public Optional<JsonNode> kept(ChatResponse response) {
            return Optional.empty();
        }

        @Override
        public ChatResponse restored(ChatResponse response, JsonNode kept) {
            return response;
        }
    };

    /** The options; a forced mode wins. */
    private record Settings(
            Mode mode,
            @Nullable Mode forced,
            UnaryOperator<String> redact,
            UnaryOperator<String> normalise,
            Details details,
            Consumer<Duration> sleeper,
            LongSupplier ticker) {

        Settings with(Mode other) {
            return new Settings(other, forced, redact, normalise, details, sleeper, ticker);
        }

        Settings with(UnaryOperator<String> redaction, UnaryOperator<String> normalisation) {
            return new Settings(mode, forced, redaction, normalisation, details, sleeper, ticker);
        }

        Settings with(Details kept) {
            return new Settings(mode, forced, redact, normalise, kept, sleeper, ticker);
        }

        Settings with(Consumer<Duration> pace) {
            return new Settings(mode, forced, redact, normalise, details, pace, ticker);
        }
    }

    /**
     * Returns the cassette of this name in a folder: the file {@code name.cassette.json}.
     *
     * @throws IllegalArgumentException if the name is no file name
     */
    public static Cassette in(Path folder, String name) {
        if (name.isBlank() || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("name must be a file name; was '" + name + "'");
        }
        return of(folder.resolve(name + ".cassette.json"));
    }

    /** Returns the cassette in this file, which need not exist yet. */
    public static Cassette of(Path file) {
        return of(file, System.getProperty(PROPERTY), step -> {}, System::nanoTime);
    }

    static Cassette of(Path file, @Nullable String mode, Consumer<String> beforeStep, LongSupplier ticker) {
        Settings settings = new Settings(
                Mode.REPLAY,
                Mode.forced(mode),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                NONE,
                duration -> {},
                ticker);
        return new Cassette(new Tape(file, beforeStep), settings);
    }

    /** Returns this cassette recording: every request is asked, and its answer replaces the recording of before. */
    public Cassette record() {
        return new Cassette(tape, settings.with(Mode.RECORD));
    }

    /** Returns this cassette replaying: no model is asked, and a request without a recording fails and says why. */
    public Cassette replay() {
        return new Cassette(tape, settings.with(Mode.REPLAY));
    }

    /** Returns this cassette replaying what is recorded, and recording what is not. */
    public Cassette auto() {
        return new Cassette(tape, settings.with(Mode.AUTO));
    }

    /** Returns this cassette replaying; {@link #close()} fails if a recording was not used. */
    public Cassette strict() {
        return new Cassette(tape, settings.with(Mode.STRICT));
    }

    /**
     * Returns this cassette with a function over each text that is written, of requests, answers and failures. Requests
     * are known by their redacted texts, so it must be the same when replaying, and must leave its own output as it is.
     */
    public Cassette redacting(UnaryOperator<String> redact) {
        return new Cassette(tape, settings.with(Objects.requireNonNull(redact, "redact"), settings.normalise));
    }

    /** Returns this cassette with a function over each text of a request that takes out what differs, such as a date. */
    public Cassette normalising(UnaryOperator<String> normalise) {
        return new Cassette(tape, settings.with(settings.redact, Objects.requireNonNull(normalise, "normalise")));
    }

    /** Returns this cassette also keeping, and restoring, what of chat responses only their provider's types hold. */
    public Cassette keeping(Details details) {
        return new Cassette(tape, settings.with(Objects.requireNonNull(details, "details")));
    }

    /** Returns this cassette replaying streams at the pace at which they were recorded; the sleeper does the waiting. */
    public Cassette withTiming(Consumer<Duration> sleeper) {
        return new Cassette(tape, settings.with(Objects.requireNonNull(sleeper, "sleeper")));
    }

    /**
     * Returns the model, recorded or replayed. In replay it is asked only for its default parameters.
     *
     * @throws GenAiOpsException if the file is broken or of a newer format
     */
    public ChatModel chatModel(ChatModel model) {
        tape.load();
        return new CassetteChatModel(this, Objects.requireNonNull(model, "model"));
    }

    /** Returns the model, recorded or replayed; as {@link #chatModel}. A stream that was cancelled is recorded as one. */
    public StreamingChatModel streamingChatModel(StreamingChatModel model) {
        tape.load();
        return new CassetteStreamingChatModel(this, Objects.requireNonNull(model, "model"));
    }

    /** Returns the model, recorded or replayed; as {@link #chatModel}. One recording is one call, of one or many texts. */
    public EmbeddingModel embeddingModel(EmbeddingModel model) {
        tape.load();
        return new CassetteEmbeddingModel(this, Objects.requireNonNull(model, "model"));
    }

    /** Returns the models of the same names, each recorded or replayed; as {@link #chatModel}. */
    public Models models(Models models) {
        return models.decorated(this::chatModel, this::streamingChatModel, this::embeddingModel);
    }

    /** Returns the recordings that nothing asked for yet, one line each. */
    public List<String> stale() {
        return tape.unused().stream().map(Cassette::line).toList();
    }

    /** Removes from the file what nothing asked for yet: to be called when all was asked. */
    public void removeStale() {
        tape.remove(tape.unused());
    }

    /**
     * Ends the session: takes what was recorded last over into the file, and says which recordings are stale, in a log line
     * or, if strict, by failing.
     *
     * @throws GenAiOpsException if strict and a recording was not used, or the file cannot be written
     */
    @Override
    public void close() {
        if (mode() == Mode.RECORD || mode() == Mode.AUTO) {
            tape.fold();
        }
        List<String> stale = stale();
        if (stale.isEmpty()) {
            return;
        }
        String message = "cassette " + tape.file() + " has " + stale.size() + " recordings that nothing asked for:\n  "
                + String.join("\n  ", stale.subList(0, Math.min(SHOWN, stale.size())))
                + "\nRemove them with removeStale(), or delete the file and record anew with -D" + PROPERTY + "=record";
        if (mode() == Mode.STRICT) {
            throw new GenAiOpsException(message);
        }
        LOG.warn("{}", message);
    }

    @Override
    public String toString() {
        return "cassette " + tape.file() + ", " + mode().name().toLowerCase(Locale.ROOT);
    }

    /** The recording of the next request of its kind; empty if its model has to be asked. */
    Optional<Recording> replayed(Slot slot, JsonNode request) {
        if (mode() == Mode.RECORD) {
            tape.prepare();
            return Optional.empty();
        }
        Optional<Recording> found = tape.find(slot);
        if (found.isEmpty() && mode() != Mode.AUTO) {
            throw missing(slot, request);
        }
        if (found.isEmpty()) {
            tape.prepare();
        }
        return found;
    }

    Slot take(String kind, JsonNode request) {
        return tape.take(kind, request);
    }

    Slot share(String kind, JsonNode request) {
        return tape.share(kind, request);
    }

    void save(Slot slot, JsonNode request, ObjectNode outcome) {
        tape.save(new Recording(slot, request, outcome));
    }

    /** Keeps a failure of a model; what goes wrong thereby must not hide it. */
    void saveFailure(Slot slot, JsonNode request, RuntimeException failure) {
        try {
            save(slot, request, (ObjectNode)
                    JsonText.NODES.objectNode().set("error", responses().failure(failure)));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    RequestJson requests() {
        return new RequestJson(text -> {
            String redacted = settings.redact.apply(settings.normalise.apply(text));
            if (!settings.redact.apply(redacted).equals(redacted)) {
                throw new GenAiOpsException("redaction must leave its own output as it is, or replay cannot find what"
                        + " was recorded; it changes a text of " + text.length() + " characters twice");
            }
            return redacted;
        });
    }

    ResponseJson responses() {
        return new ResponseJson(settings.redact, settings.details);
    }

    Consumer<Duration> sleeper() {
        return settings.sleeper;
    }

    LongSupplier ticker() {
        return settings.ticker;
    }

    private Mode mode() {
        return settings.forced == null ? settings.mode : settings.forced;
    }

    private GenAiOpsException missing(Slot slot, JsonNode request) {
        List<Recording> all = tape.all();
        long same = all.stream()
                .filter(recording -> recording.slot().key().equals(slot.key())
                        && recording.slot().kind().equals(slot.kind()))
                .count();
        String why = same > 0
                ? "The same is recorded " + same + " times, and asked once more."
                : Nearest.differences(slot.kind(), request, all)
                        .map(nearest -> "The nearest recording is " + nearest + "\n")
                        .orElse(all.isEmpty() ? "It has no recordings." : "It has none of this kind.");
        return new GenAiOpsException("cassette " + tape.file() + " has no recording of " + slot + ". " + why
                + " Record anew with -D" + PROPERTY + "=record, or what is missing with -D" + PROPERTY + "=auto");
    }

    /** Signals a failure that a cassette replays and whose type it cannot build. */
    public static final class RecordedFailure extends GenAiOpsException {

        private static final long serialVersionUID = 1L;

        private final String type;

        RecordedFailure(String type, String message) {
            super(message);
            this.type = type;
        }

        /** Returns the name of the class of the exception that was recorded. */
        public String type() {
            return type;
        }
    }

    private static String line(Recording recording) {
        String request = JsonText.compact(recording.request());
        return recording.slot() + " " + (request.length() <= 160 ? request : request.substring(0, 160) + "…");
    }
}
