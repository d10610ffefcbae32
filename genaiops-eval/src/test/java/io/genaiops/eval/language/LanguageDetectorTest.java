package io.genaiops.eval.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDetectorTest {

    @TempDir
    private static Path folder;

    private static LanguageDetector detector;

    @BeforeAll
    static void read_the_model() throws IOException {
        Path model = folder.resolve("langdetect.bin");
        try (InputStream bytes = LanguageDetectorTest.class.getResourceAsStream("/langdetect-183.bin")) {
            Files.copy(bytes, model);
        }
        detector = LanguageDetector.openNlp(model, 1.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | The path follows the river for two kilometres and then climbs to the old chapel above the village.
            de | Der Weg folgt zwei Kilometer lang dem Fluss und steigt dann zur alten Kapelle über dem Dorf hinauf.
            fr | Le chemin suit la rivière pendant deux kilomètres, puis monte vers la vieille chapelle au-dessus du village.
            es | El camino sigue el río durante dos kilómetros y luego sube hasta la vieja capilla que está sobre el pueblo.
            zh | 这条小路沿着河走两公里，然后通向村庄上方的老教堂。
            ja | 道は川に沿って二キロ続き、それから村の上の古い礼拝堂へと登っていきます。
            ru | Тропа идёт вдоль реки два километра, а затем поднимается к старой часовне над деревней.
            """)
    void sentences_are_told(String tag, String text) {
        assertThat(detector.detect(text)).hasValue(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "1234 567", "!?", "🥾", "ok"})
    void what_tells_too_little_is_not_guessed(String text) {
        assertThat(detector.detect(text)).isEmpty();
    }

    @Test
    void a_long_text_is_told_by_its_start() {
        assertThat(detector.detect("The path follows the river and climbs to the chapel. ".repeat(20_000)))
                .hasValue("en");
    }

    @Test
    void model_and_margin_are_part_of_the_identity() throws IOException {
        assertThat(detector.id()).startsWith("opennlp sha256:").endsWith(" at 1.5");
        assertThat(LanguageDetector.openNlp(folder.resolve("langdetect.bin"), 2).id())
                .isNotEqualTo(detector.id());
    }

    @Test
    void what_is_no_model_is_refused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.bin"), "no model");
        assertThatThrownBy(() -> LanguageDetector.openNlp(text, 1.5)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> LanguageDetector.openNlp(folder.resolve("absent"), 1.5))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> LanguageDetector.openNlp(text, 1))
                .hasMessage("margin must be over 1 and finite; found: 1.0");
    }

    @Test
    void a_host_brings_its_own() {
        LanguageDetector own = LanguageDetector.of("mine 1", text -> Optional.of("fi"));
        assertThat(own.id()).isEqualTo("mine 1");
        assertThat(own.detect("x")).hasValue("fi");
        assertThatThrownBy(() -> LanguageDetector.of(" ", text -> Optional.empty()))
                .hasMessage("id of a language detector must not be blank");
    }
}
