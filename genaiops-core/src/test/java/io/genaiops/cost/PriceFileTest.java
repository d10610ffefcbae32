package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {

    @Test
    void a_file_says_all_that_a_price_can_say() {
        PriceList list = PriceList.parse("""
                {"format": 1, "date": "2026-01-31", "x-owner": "finance",
                 "prices": [{"provider": "acme", "models": ["m", "m-*"], "currency": "EUR", "from": "2026-01-01",
                   "until": "2027-01-01", "source": "contract 7", "x-note": 5,
                   "checked": "2026-01-30", "batch": 0.5, "knownUpToInputTokens": 400000,
                   "perMillion": {"input": 2.50, "cachedInput": "0.25", "output": 10, "audioOutput": 1e1},
                   "tiers": [{"aboveInputTokens": 200000, "perMillion": {"input": 5, "output": 15}}]}]}
                """);

        Currency euro = Currency.getInstance("EUR");
        assertThat(list.date()).contains(LocalDate.of(2026, 1, 31));
        assertThat(list.prices())
                .containsExactly(Price.of(
                                "acme",
                                "m",
                                Rates.in(euro)
                                        .input("2.5")
                                        .cachedInput("0.25")
                                        .output("10")
                                        .with(TokenKind.AUDIO_OUTPUT, "10"))
                        .alsoNamed("m-*")
                        .from(LocalDate.of(2026, 1, 1))
                        .until(LocalDate.of(2027, 1, 1))
                        .source("contract 7")
                        .checked(LocalDate.of(2026, 1, 30))
                        .batch("0.5")
                        .knownUpTo(400_000)
                        .above(200_000, Rates.in(euro).input("5").output("15")));
    }

    @Test
    void every_problem_is_listed_with_what_was_expected_and_found() {
        String json = """
                {"format": 2, "date": "yesterday", "price": [],
                 "prices": [
                   {"provider": 5, "models": [], "currency": "dollar", "perMillion": {"input": "free", "ouput": 1}},
                   {"models": ["a*b", 3], "from": "2026-01-01", "until": "2026-01-01", "currency": "USD",
                    "perMillion": {"output": -1}, "tiers": [{"aboveInputTokens": 1.5, "perMillion": {"input": 1}},
                    {"aboveInputTokens": 5}, 7]},
                   "cheap"],
                 "defaults": {}}
                """;

        assertThatThrownBy(() -> PriceList.parse(json))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("""
                        price list '(text)' has 19 problems:
                          the file: expected the keys [format, date, prices, defaults] or one that starts with x-; \
                        found: 'price'
                          format: expected the number 1; found: 2
                          date: expected a day such as 2026-01-31; found: "yesterday"
                          prices[0].provider: expected a text that names who sells the model; found: 5
                          prices[0].models: expected an array of at least one model; found: []
                          prices[0].currency: expected an ISO 4217 code such as USD; found: "dollar"
                          prices[0].perMillion: expected the keys [input, cachedInput, cacheWrite, audioInput, \
                        imageInput, output, reasoning, audioOutput, imageOutput] or one that starts with x-; found: 'ouput'
                          prices[0].perMillion.input: expected a decimal number of at least 0 with at most 18 digits \
                        before and after the point; found: "free"
                          prices[1].provider: expected a text that names who sells the model; found: nothing
                          prices[1].models[0]: expected a text that names a model, with * at most at its end; found: "a*b"
                          prices[1].models[1]: expected a text that names a model, with * at most at its end; found: 3
                          prices[1].perMillion.output: expected a decimal number of at least 0 with at most 18 digits \
                        before and after the point; found: -1
                          prices[1].perMillion.input: expected a price, since every call has input; found: nothing
                          prices[1].tiers[0].aboveInputTokens: expected a whole number of at least 0 tokens; found: 1.5
                          prices[1].tiers[1].perMillion: expected an object with a price of input; found: nothing
                          prices[1].tiers[2]: expected an object; found: 7
                          prices[1].until: expected a day after 'from', 2026-01-01; found: 2026-01-01
                          prices[2]: expected an object; found: "cheap"
                          defaults: expected an array of prices; found: {}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the file: expected an object; found: ",
                "[]|the file: expected an object; found: []",
                "{|must be one JSON object; found: ",
                "{\"format\":1} x|must be one JSON object; found: ",
                "{\"format\":1,\"format\":1}|Duplicate field 'format'",
                "{}|format: expected the number 1; found: nothing",
                "{\"format\":1,\"date\":null}|date: expected a day such as 2026-01-31; found: null",
                "{\"format\":1,\"prices\":null}|prices: expected an array of prices; found: null",
            })
    void what_is_no_price_list_is_refused(String json, String message) {
        assertThatThrownBy(() -> PriceList.parse(json))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"1e2000000000", "1e-2000000000", "1e19", "0.0000000000000000001", "'\"1e999999999\"'"})
    void a_number_out_of_all_proportion_is_refused(String number) {
        String json = "{\"format\":1,\"prices\":[{\"provider\":\"p\",\"models\":[\"m\"],\"currency\":\"USD\","
                + "\"perMillion\":{\"input\":" + number + "}}]}";

        assertThatThrownBy(() -> PriceList.parse(json))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("prices[0].perMillion.input: expected a decimal number of at least 0");
    }

    @Test
    void what_few_prices_say_is_checked_too() {
        assertThatThrownBy(() -> PriceList.parse("""
                        {"format": 1, "prices": [{"provider": "acme", "models": ["m"], "currency": "USD",
                          "checked": "lately", "batch": 2, "knownUpToInputTokens": 0, "perMillion": {"input": 1}}]}
                        """))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("prices[0].checked: expected a day such as 2026-01-31; found: \"lately\"")
                .hasMessageContaining("prices[0].batch: expected a decimal number above 0 and at most 1; found: 2")
                .hasMessageContaining("prices[0].knownUpToInputTokens: expected a whole number of at least 1 token");
    }

    @Test
    void a_model_has_one_price_from_a_day() {
        String price = "{\"provider\":\"%s\",\"models\":[\"%s\"],\"currency\":\"USD\",\"perMillion\":{\"input\":1}}";
        String json = "{\"format\":1,\"prices\":[" + String.format(price, "mistral", "m-1.5") + ","
                + String.format(price, "MISTRAL_AI", "M-1-5") + "],\"defaults\":["
                + String.format(price, "mistral", "m-1.5") + "]}";

        assertThatThrownBy(() -> PriceList.parse(json))
                .hasMessage(
                        "price list '(text)' has 1 problem:\n  prices[1]: expected one price of a provider, model and"
                                + " 'from'; found model 'M-1-5' in prices[0] too");
    }

    @Test
    void a_tier_is_said_once() {
        assertThatThrownBy(() -> PriceList.parse("{\"format\":1,\"prices\":[{\"provider\":\"p\",\"models\":[\"m\"],"
                        + "\"currency\":\"USD\",\"perMillion\":{\"input\":1},\"tiers\":["
                        + "{\"aboveInputTokens\":5,\"perMillion\":{\"input\":2}},"
                        + "{\"aboveInputTokens\":5,\"perMillion\":{\"input\":3}}]}]}"))
                .hasMessageContaining("prices[0].tiers[1].aboveInputTokens: expected a size of its own; found 5 twice");
    }

    @Test
    void a_file_that_is_too_large_is_refused(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("large.json"), new byte[(8 << 20) + 1]);

        assertThatThrownBy(() -> PriceList.read(file))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("large.json' must have at most 8388608 bytes; found more");
    }

    @Test
    void a_file_in_another_encoding_is_refused(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xE9, '}'});

        assertThatThrownBy(() -> PriceList.read(file))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("latin.json' cannot be read: java.nio.charset.MalformedInputException");
    }
}
