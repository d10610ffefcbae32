package io.genaiops.eval.language;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** A language detector on a model of Apache OpenNLP, an optional library. */
final class OpenNlpDetector implements LanguageDetector {

    /** The most characters that are looked at; more tell no more. */
    static final int MOST_CHARACTERS = 10_000;

    // ISO 639-3 codes of the model that stand for what BCP 47 writes with another tag
    private static final Map<String, String> INDIVIDUAL = Map.of(
            "cmn", "zh", "pes", "fa", "lvs", "lv", "ekk", "et", "plt", "mg", "zlm", "ms", "arb", "ar", "swh", "sw");

    private static final Map<String, String> TAGS = tags();

    private final LanguageDetectorModel model;
    private final double margin;
    private final String id;

    private OpenNlpDetector(LanguageDetectorModel model, double margin, String id) {
        this.model = model;
        this.margin = margin;
        this.id = id;
    }

    static LanguageDetector read(Path file, double margin) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        LanguageDetectorModel model = model(bytes, file);
        return new OpenNlpDetector(model, margin, "opennlp sha256:" + sha256(bytes) + " at " + margin);
    }

    private static LanguageDetectorModel model(byte[] bytes, Path file) throws IOException {
        try {
            return new LanguageDetectorModel(new ByteArrayInputStream(bytes));
        } catch (RuntimeException e) {
            throw new IOException("not a language model of OpenNLP: " + file, e);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<String> detect(String text) {
        if (text.codePoints().noneMatch(Character::isLetter)) {
            return Optional.empty();
        }
        String start = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
        Language[] byProbability = new LanguageDetectorME(model).predictLanguages(start);
        Language best = byProbability[0];
        double next = byProbability.length > 1 ? byProbability[1].getConfidence() : 0;
        return best.getConfidence() >= margin * next
                ? Optional.of(TAGS.getOrDefault(best.getLang(), best.getLang()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return id;
    }

    private static Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            tags.put(Locale.forLanguageTag(code).getISO3Language(), code);
        }
        tags.putAll(INDIVIDUAL);
        return Map.copyOf(tags);
    }

    private static String sha256(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return String.format(Locale.ROOT, "%064x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
