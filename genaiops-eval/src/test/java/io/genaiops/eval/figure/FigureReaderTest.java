package io.genaiops.eval.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureReaderTest {

    private static final FigureReader POINT = new FigureReader(NumberStyle.DECIMAL_POINT, true);
    private static final FigureReader COMMA = new FigureReader(NumberStyle.DECIMAL_COMMA, true);

    private static String read(FigureReader reader, String text) {
        return String.join(
                "; ",
                reader.claimed(text, List.of()).stream()
                        .map(FigureReaderTest::plain)
                        .toList());
    }

    private static String plain(Figure figure) {
        return figure.value()
                .map(value -> (value.stripTrailingZeros().toPlainString() + " " + figure.unit()).strip())
                .orElseGet(() -> figure.identity().replace('|', '~'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,000 and 1000 | 1000; 1000",
                "1,234,567.89 m. | 1234567.89 m",
                "3.14, 0.5; .5 | 3.14; 0.5; 5",
                "1'000'000 | 1000000",
                "12\u00a0345 | 12345",
                "1,2,3 | 1; 2; 3",
                "in 2019,2020 | 2019; 2020",
                "1,0000 | 1; 0",
                "-5 °C and −7 | -5 °C; -7",
                "10-20 km | 10 km; 20 km",
                "pages 10–12 | 10; 12",
                "3/4 of it | 3; 4",
                "12% 12 percent 12 per cent | 12 %; 12 %; 12 %",
                "$5 and 5 USD and 5 € | 5 USD; 5 USD; 5 EUR",
                "3.2 million dollars | 3200000 USD",
                "5k and 5K, 2bn, 7M | 5000; 5000; 2000000000; 7000000",
                "12kg, 12 Kilograms | 12 kg; 12 kg",
                "1990s, 5m | 1990; 5",
                "1st and 22nd | 1; 22",
                "6.02e23 1E-3 | 602000000000000000000000; 0.001",
                "v1.2.3 is 1.2.3 | 1.2.3",
                "GPT-4, X200, COVID-19, ISO9001 | ''",
                "3D and 4x4 | 3; 4",
                "٣ and ４２ | 3; 42",
                "100 metres in 9.58 s | 100 m; 9.58 s",
                "twelve percent | 12 %",
                "twenty-one days | 21 day",
                "two thousand three hundred and five | 2305",
                "three and four | 3; 4",
                "one hundred and one | 101",
                "two million | 2000000",
                "one of them | ''",
                "one metre | 1 m",
                "sixty five | 65",
                "six five | 6; 5",
                "zero | 0"
            })
    void numbers_are_read_by_value_and_unit(String text, String expected) {
        assertThat(read(POINT, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.000,5 kg | 1000.5 kg",
                "1.234.567 | 1234567",
                "3,14 | 3.14",
                "1.000 | 1000",
                "1.5 | 1.5",
                "Am 05.03.2024 waren es 12 % | 2024-03-05; 12 %"
            })
    void a_decimal_comma_is_read_where_it_is_declared(String text, String expected) {
        assertThat(read(COMMA, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-03-05 | 2024-03-05",
                "2024/3/5 | 2024-03-05",
                "5 March 2024 | 2024-03-05",
                "5th of March, 2024 | 2024-03-05",
                "March 5, 2024 | 2024-03-05",
                "Mar. 5th 2024 | 2024-03-05",
                "Sept 30 1999 | 1999-09-30",
                "05.03.2024 | 2024-03-05",
                "3/5/2024 | 2024-03-05~2024-05-03",
                "13/5/2024 | 2024-05-13",
                "2024-03-05T14:30 | 2024-03-05; 14:30",
                "14:30 and 14:30:00 | 14:30; 14:30",
                "2:30 pm | 14:30",
                "2:30 | 14:30~2:30",
                "9 a.m. to 5pm | 9:00; 17:00",
                "12:15 am | 0:15",
                "31 February 2024 | 31; 2024",
                "May 7 | 7",
                "you may 5 times | 5",
                "99/99/2024 | 99; 99; 2024"
            })
    void dates_and_times_are_read_in_every_form(String text, String expected) {
        assertThat(read(POINT, text)).isEqualTo(expected);
    }

    @Test
    void marks_of_list_items_are_no_claims() {
        assertThat(read(POINT, "1. First\n2) Second\n  10. Tenth\nat 5. Then 6 ways"))
                .isEqualTo("5; 6");
        assertThat(POINT.known("1. First", List.of())).hasSize(1);
    }

    @Test
    void a_date_that_may_be_drawn_on_gives_its_year_and_day() {
        assertThat(POINT.known("5 March 2024", List.of()).stream().map(FigureReaderTest::plain))
                .containsExactly("2024-03-05", "2024", "5");
        assertThat(POINT.known("9:45", List.of()).stream().map(FigureReaderTest::plain))
                .contains("9");
    }

    @Test
    void skipped_parts_are_not_read() {
        assertThat(POINT.claimed("a 12 b 34", List.of(new FigureReader.Span(2, 4))))
                .extracting(Figure::written)
                .containsExactly("34");
        assertThatIllegalArgumentException().isThrownBy(() -> new FigureReader.Span(3, 3));
    }

    @Test
    void words_are_read_only_when_asked_for() {
        FigureReader digits = new FigureReader(NumberStyle.DECIMAL_POINT, false);
        assertThat(read(digits, "twelve and 12")).isEqualTo("12");
    }

    @Test
    void what_is_written_is_kept() {
        assertThat(POINT.claimed("about 3.2 million dollars in twenty-one days", List.of()))
                .extracting(Figure::written)
                .containsExactly("3.2 million dollars", "twenty-one days");
    }
}
