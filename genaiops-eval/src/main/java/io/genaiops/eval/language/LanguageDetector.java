package io.genaiops.eval.language;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells the language of a text. Nothing in this library detects a language unless it is asked to: a host writes
 * {@code sample.inLanguage(detector.detect(text).orElseThrow())}, or uses {@code TextEvaluators.language}.
 * Implementations must be safe for concurrent use.
 *
 * @since 0.1
 */
public interface LanguageDetector {

    /**
     * Returns a detector on a language model of Apache OpenNLP, such as {@code langdetect-183.bin} of the artifact
     * {@code org.apache.opennlp:opennlp-models-langdetect}. The host supplies the file, of about 10 MB.
     *
     * @param model the file of the model
     * @param margin how many times as probable as the next one a language must be to count as told, over 1; with the
     *     model above, sentences of 100 characters in seven languages gave 1.6 to 4, phrases of two or three words 1.0 to
     *     1.1, so 1.5 is a good begin
     * @throws IllegalStateException if {@code org.apache.opennlp:opennlp-tools} is not on the class path
     * @throws IOException if the file cannot be read as a model
     */
    static LanguageDetector openNlp(Path model, double margin) throws IOException {
        if (!(margin > 1 && margin <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("margin must be over 1 and finite; found: " + margin);
        }
        try {
            return OpenNlpDetector.read(model, margin);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "this language detector needs org.apache.opennlp:opennlp-tools on the class path", e);
        }
    }

    /**
     * Returns a detector of the host's own.
     *
     * @param id its name and version, which become part of the identity of evaluators
     * @param function from a text to a BCP 47 tag, or empty
     */
    static LanguageDetector of(String id, Function<String, Optional<String>> function) {
        requireNonNull(function, "function");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id of a language detector must not be blank");
        }
        return new LanguageDetector() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Optional<String> detect(String text) {
                return function.apply(text);
            }

            @Override
            public String toString() {
                return id;
            }
        };
    }

    /** Returns name, version and settings, the same for equal ones. */
    String id();

    /** Returns the BCP 47 tag of the text's language; empty if the detector is not sure. */
    Optional<String> detect(String text);
}
