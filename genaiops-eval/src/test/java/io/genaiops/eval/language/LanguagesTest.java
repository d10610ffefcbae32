package io.genaiops.eval.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource({"en, en", "de-AT, de", "zh-Hant-TW, zh", "EN-us, en", "sr-Latn, sr", "haw, haw"})
    void the_primary_subtag_is_the_language(String tag, String language) {
        assertThat(Languages.primary(tag)).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "english!", "en_US", "-", "x-private", "toolonglanguage"})
    void what_is_no_tag_is_refused_by_name(String tag) {
        assertThatThrownBy(() -> Languages.of(tag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("language must be a BCP 47 tag such as en or de-AT; found: '" + tag + "'");
    }

    @Test
    void listed_languages_include_themselves_and_no_other() {
        Languages some = Languages.of("de", "fr-CA");
        assertThat(some.includes("fr")).isTrue();
        assertThat(some.includes("de-CH")).isTrue();
        assertThat(some.includes("en")).isFalse();
        assertThat(some.isAll()).isFalse();
        assertThat(some).hasToString("de, fr").isEqualTo(Languages.of("fr", "de"));
        assertThat(some.refusal("en-US")).hasValue("language: made for de, fr; the sample is in en");
        assertThat(some.refusal("fr")).isEmpty();
    }

    @Test
    void all_but_some_include_every_other() {
        assertThat(Languages.SPACED.includes("en")).isTrue();
        assertThat(Languages.SPACED.includes("ja-JP")).isFalse();
        assertThat(Languages.ALL.includes("ja")).isTrue();
        assertThat(Languages.ALL.isAll()).isTrue();
        assertThat(Languages.ALL).hasToString("every language").isEqualTo(Languages.allBut());
        assertThat(Languages.allBut("ja")).hasToString("every language but ja").isNotEqualTo(Languages.of("ja"));
        assertThatThrownBy(Languages::of).hasMessage("at least one language is needed; found: none");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            The old capital is Kyoto written 京都, true
            今日は良い天気です, false
            วันนี้อากาศดี, false
            한국어는 띄어쓰기를 한다, true
            Ζήτω η ελευθερία, true
            1234 !?, true
            '', true
            👩‍👩‍👧, true
            """)
    void a_text_tells_by_its_letters_whether_words_are_spaced(String text, boolean spaced) {
        assertThat(Languages.writesSpaces(text)).isEqualTo(spaced);
    }
}
