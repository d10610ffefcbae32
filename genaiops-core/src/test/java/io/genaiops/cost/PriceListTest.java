package io.genaiops.cost;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void a_price_of_the_host_wins_over_a_default_of_any_date_and_name() {
        PriceList list = new PriceList(
                        null,
                        List.of(),
                        List.of(price("gpt-4o-2024-08-06", "1").from(LocalDate.of(2026, 5, 1)), price("o1", "2")))
                .with(price("gpt-4*", "3").from(LocalDate.of(2020, 1, 1)));

        assertThat(input(list, "gpt-4o-2024-08-06")).isEqualTo("3");
        assertThat(input(list, "o1")).isEqualTo("2");
    }

    @Test
    void a_default_holds_where_the_price_of_the_host_is_not_in_force() {
        PriceList list = new PriceList(null, List.of(), List.of(price("m", "1")))
                .with(price("m", "2").from(LocalDate.of(2026, 6, 2)));

        assertThat(input(list, "m")).isEqualTo("1");
        assertThat(list.find("acme", "m", NOW.plusSeconds(86_400)).orElseThrow().rates())
                .isEqualTo(Rates.usd().input("2"));
    }

    @Test
    void the_later_date_wins_and_of_one_date_the_price_given_last() {
        LocalDate spring = LocalDate.of(2026, 3, 1);
        PriceList list = PriceList.of(
                price("m", "2").from(spring),
                price("m", "1").from(LocalDate.of(2025, 3, 1)),
                price("m", "9").from(LocalDate.of(2027, 1, 1)),
                price("m", "0"));

        assertThat(input(list, "m")).isEqualTo("2");
        assertThat(input(list.with(price("m", "3").from(spring)), "m")).isEqualTo("3");
        assertThat(input(list.with(price("m", "4").from(spring.minusDays(1))), "m"))
                .isEqualTo("2");
        assertThat(list.find("acme", "m", Instant.EPOCH).orElseThrow().rates())
                .isEqualTo(Rates.usd().input("0"));
    }

    @Test
    void the_name_that_says_most_wins() {
        PriceList list = PriceList.of(
                price("gpt-4o-2024-05-13", "5"),
                price("gpt-4o", "2.5").from(LocalDate.of(2026, 1, 1)),
                price("gpt-4o-*", "3"),
                price("gpt-*", "4"),
                price("*", "7"));

        assertThat(input(list, "gpt-4o-2024-05-13")).isEqualTo("5");
        assertThat(input(list, "gpt-4o-2024-11-20")).isEqualTo("2.5");
        assertThat(input(list, "gpt-4o-mini")).isEqualTo("3");
        assertThat(input(list, "gpt-9")).isEqualTo("4");
        assertThat(input(list, "o9")).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, openai/gpt-4o, true",
        "OPEN_AI, gpt-4o, true",
        "openai, azure/gpt-4o, false",
        "openai, openrouter/openai/gpt-4o, false",
        "azure, gpt-4o, false",
        "openrouter, openai/gpt-4o, false",
        "bedrock, us.anthropic.claude-x-20250101-v1:0, true",
        "bedrock, bedrock/eu.anthropic.claude-x-20250101-v1:0, true",
        "vertex, publishers/anthropic/models/claude-x@20250101, false",
    })
    void a_price_is_of_the_one_who_sells(String provider, String model, boolean found) {
        PriceList list = PriceList.of(
                Price.of("openai", "gpt-4o", Rates.usd().input("1")),
                Price.of("AMAZON_BEDROCK", "claude-x", Rates.usd().input("1")));

        assertThat(list.find(provider, model, NOW).isPresent()).isEqualTo(found);
    }

    @Test
    void an_unknown_model_is_unpriced_with_a_way_out() {
        PriceList list = PriceList.of(price("m", "1"));

        assertThat(list.cost("acme", "m", NOW, Usage.of(1_000_000, 0))).isEqualTo(usd("1"));
        assertThat(list.cost("acme", "n", NOW, Usage.of(1, 1)).reason())
                .contains(
                        "no price is known of model 'n' of provider 'acme' at that time; add one with PriceList.with");
        assertThat(list.cost("acme", "n".repeat(10_000), NOW, Usage.of(1, 1))
                        .reason()
                        .orElseThrow())
                .hasSizeLessThan(250);
    }

    @ParameterizedTest
    @CsvSource({"'', m", "' ', m", "acme, ''", "acme, ' '", "acme, m/", "acme, 'm/ '", "..., m"})
    void a_name_that_cannot_be_read_has_no_price(String provider, String model) {
        assertThat(PriceList.of(price("*", "1")).find(provider, model, NOW)).isEmpty();
    }

    @Test
    void a_flood_of_names_keeps_the_memory_bounded_and_the_answers_right() {
        PriceIndex index = new PriceIndex(List.of(price("m-*", "1")), List.of());
        for (int i = 0; i < 3 * PriceIndex.MOST_KEPT; i++) {
            assertThat(index.find("acme", "m-" + i, NOW)).isPresent();
            assertThat(index.find("acme", "n-" + i, NOW)).isEmpty();
            assertThat(index.kept()).isLessThanOrEqualTo(PriceIndex.MOST_KEPT);
        }
        index.find("acme", "x".repeat(1_000_000), NOW);
        assertThat(index.kept()).isPositive();
    }

    @Test
    void many_threads_get_the_same_answers() throws Exception {
        PriceList list = PriceList.of(IntStream.range(0, 50)
                .mapToObj(n -> price("m" + n, Integer.toString(n)))
                .toArray(Price[]::new));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> answers = IntStream.range(0, 8)
                    .mapToObj(thread -> threads.submit(() -> IntStream.range(0, 20_000)
                            .map(i -> (i * 31 + thread) % 5_000)
                            .allMatch(n -> list.find("acme", "m" + n, NOW)
                                    .map(price ->
                                            price.rates().equals(Rates.usd().input(Integer.toString(n))))
                                    .orElse(n >= 50))))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void lists_join_with_the_later_date() {
        PriceList old = new PriceList(LocalDate.of(2025, 1, 1), List.of(price("a", "1")), List.of(price("b", "1")));
        PriceList fresh = new PriceList(LocalDate.of(2026, 1, 1), List.of(price("c", "1")), List.of(price("d", "1")));

        assertThat(old.with(fresh).date()).contains(LocalDate.of(2026, 1, 1));
        assertThat(fresh.with(old).date()).contains(LocalDate.of(2026, 1, 1));
        assertThat(old.with(price("e", "1")).date()).contains(LocalDate.of(2025, 1, 1));
        assertThat(PriceList.of().with(old).date()).contains(LocalDate.of(2025, 1, 1));
        assertThat(old.with(fresh).prices()).extracting(Price::models).containsExactly(List.of("a"), List.of("c"));
        assertThat(old.with(fresh).defaults()).extracting(Price::models).containsExactly(List.of("b"), List.of("d"));
    }

    @Test
    void a_list_is_reported_once_when_it_is_over_90_days_old() {
        PriceList list = new PriceList(LocalDate.of(2026, 1, 1), List.of(price("a", "1")), List.of());
        Instant day90 = Instant.parse("2026-04-01T23:59:59Z");
        Instant day91 = Instant.parse("2026-04-02T00:00:00Z");

        assertThat(list.isOldAt(day90)).isFalse();
        assertThat(list.reportAge(day90)).isFalse();
        assertThat(list.isOldAt(day91)).isTrue();
        assertThat(list.reportAge(day91)).isTrue();
        assertThat(list.reportAge(day91.plusSeconds(1))).isFalse();
        assertThat(list.isOldAt(day91)).isTrue();
    }

    @Test
    void a_new_part_does_not_make_an_old_one_young_and_no_date_has_no_age() {
        Instant later = Instant.parse("2026-12-31T00:00:00Z");
        PriceList old = new PriceList(LocalDate.of(2026, 1, 1), List.of(), List.of(price("a", "1")));
        PriceList fresh = new PriceList(LocalDate.of(2026, 12, 30), List.of(price("b", "1")), List.of());

        assertThat(old.with(fresh).isOldAt(later)).isTrue();
        assertThat(fresh.with(old).isOldAt(later)).isTrue();
        assertThat(old.with(price("c", "1")).batch().isOldAt(later)).isTrue();
        assertThat(fresh.isOldAt(later)).isFalse();
        assertThat(PriceList.of(price("c", "1")).isOldAt(Instant.MAX.minusSeconds(90_000_000)))
                .isFalse();
    }

    @Test
    void a_batch_has_the_prices_that_say_so_and_no_other() {
        PriceList list = PriceList.of(price("a", "1").batch("0.5"), price("b", "1"));
        Usage usage = new Usage(1_000_000L, 0L, null, null, null);

        assertThat(list.batch().find("acme", "a", NOW).orElseThrow().rates())
                .isEqualTo(Rates.usd().input("0.5"));
        assertThat(list.batch().cost("acme", "a", NOW, Usage.of(1_000_000, 0)).reason())
                .isEmpty();
        assertThat(list.batch().cost("acme", "b", NOW, usage).unpricedModel()).contains("acme b");
        assertThat(list.cost("acme", "a", NOW, usage)).isEqualTo(Cost.usd("1"));
    }

    @Test
    void the_most_of_a_call_is_asked_by_name_and_time_too() {
        PriceList list = PriceList.of(
                Price.of("acme", "a", Rates.usd().input("1").output("2")).from(LocalDate.of(2020, 1, 1)));

        assertThat(list.atMost("acme", "a", NOW, Usage.of(1_000_000, 1_000_000)))
                .isEqualTo(Cost.usd("3"));
        assertThat(list.atMost("acme", "a", Instant.EPOCH, Usage.of(1, 1)).isPriced())
                .isFalse();
        assertThatThrownBy(() -> list.atMost("acme", "a", NOW, Usage.UNKNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("most must count input and output");
    }

    @Test
    void a_list_is_read_from_a_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("prices.json"),
                PriceList.of(price("m", "1").source("our contract")).toJson());

        assertThat(PriceList.read(file).prices())
                .containsExactly(price("m", "1").source("our contract"));
        assertThat(PriceList.read(file).sources()).containsExactly("our contract");
        assertThatThrownBy(() -> PriceList.read(folder.resolve("none.json")))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("cannot be read");
    }

    private static String input(PriceList list, String model) {
        return list.find("acme", model, NOW)
                .flatMap(price -> price.rates().perMillion(TokenKind.INPUT))
                .map(Object::toString)
                .orElse("none");
    }

    private static Price price(String model, String input) {
        return Price.of("acme", model, Rates.usd().input(input));
    }
}
