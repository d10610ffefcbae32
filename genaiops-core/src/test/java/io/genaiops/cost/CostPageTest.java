package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What docs/read-the-cost-of-a-call.md shows. */
class CostPageTest {

    private final Clock clock = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);

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

        Cost cost = prices.cost("openai", "gpt-4o-2024-08-06", clock.instant(), usage);

        cost.fold((amount, currency) -> amount + " " + currency, reason -> "unpriced: " + reason); // 0.02354 USD
        assertThat(cost.<String>fold((amount, currency) -> amount + " " + currency, reason -> "unpriced: " + reason))
                .isEqualTo("0.02354 USD");
        Cost otherCost = cost;
        Usage otherUsage = usage;
        CostTotal total = CostTotal.NONE.plus(cost, usage).plus(otherCost, otherUsage);
        total.priced(); // one amount a currency, of the priced calls
        total.callCoverage(); // the share of calls that is priced
        total.tokenCoverage(); // the share of reported tokens that is priced
        total.cost(); // the whole, or unpriced if one call is
        total.unpricedReasons(); // how many calls for each reason
        total.unpricedModels(); // how many calls for each model that has no price
        assertThat(total.callCoverage()).hasValue(1);
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
                     "checked": "2026-01-31", "batch": 0.5, "knownUpToInputTokens": 400000,
                     "perMillion": {"input": 2.20, "cachedInput": 1.10, "output": 8.80},
                     "tiers": [{"aboveInputTokens": 200000, "perMillion": {"input": 4, "output": 12}}]}
                  ]
                }
                """);

        assertThat(list.sources()).containsExactly("our contract");
    }
}
