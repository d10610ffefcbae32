package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What docs/read-the-cost-of-a-call.md shows. */
class CostPageTest {

    @Test
    void the_first_sample_gives_what_the_page_says() {
        PriceList prices = PriceList.shipped()
                .with(Price.of(
                                "openai",
                                "gpt-4o",
                                Rates.usd().input("2.20").cachedInput("1.10").output("8.80"))
                        .from(LocalDate.of(2026, 1, 1))
                        .source("our contract"));
        Usage usage = Usage.of(12_000, 800).with(TokenKind.CACHED_INPUT, 9_000);
        Cost cost = prices.cost("openai", "gpt-4o-2024-08-06", Instant.parse("2026-02-01T00:00:00Z"), usage);

        assertThat(cost.<String>fold((amount, currency) -> amount + " " + currency, reason -> "unpriced: " + reason))
                .isEqualTo("0.02354 USD");
    }

    @Test
    void the_file_is_read() {
        PriceList list = PriceList.parse("""
                {
                  "format": 1,
                  "date": "2026-01-31",
                  "prices": [
                    {"provider": "openai", "models": ["gpt-4o"], "from": "2026-01-01", "currency": "USD",
                     "source": "our contract",
                     "perMillion": {"input": 2.20, "cachedInput": 1.10, "output": 8.80},
                     "tiers": [{"aboveInputTokens": 200000, "perMillion": {"input": 4, "output": 12}}]}
                  ]
                }
                """);

        assertThat(list.sources()).containsExactly("our contract");
    }
}
