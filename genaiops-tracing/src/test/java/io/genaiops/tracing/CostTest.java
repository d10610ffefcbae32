package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a call cost: on its span, and by prompt. */
class CostTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    private static final Price OF_TEST =
            Price.of("openai", "gpt-test", Rates.usd().input("2").output("8"));

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel fake = new FakeChatModel();

    @Test
    void a_call_says_what_it_cost_on_its_span_and_by_its_prompt() {
        fake.answer = request -> answeredBy("gpt-test");

        chat(Tracing.builder(telemetry.sdk()).prices(PriceList.of(OF_TEST)));

        Attributes span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.COST)).isCloseTo((12 * 2 + 7 * 8) / 1e6, within(1e-12));
        assertThat(span.get(GenAiKeys.COST_CURRENCY)).isEqualTo("USD");
        assertThat(span.get(GenAiKeys.COST_UNPRICED)).isNull();
        assertThat(cost()).singleElement().satisfies(point -> {
            assertThat(point.getSum()).isCloseTo(80e-6, within(1e-12));
            assertThat(point.getCount()).isOne();
            assertThat(point.getAttributes().get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
            assertThat(point.getAttributes().get(GenAiKeys.PROMPT_VERSION)).isEqualTo("1.1.0");
            assertThat(point.getAttributes().get(GenAiKeys.PROMPT_LABEL)).isEqualTo("production");
            assertThat(point.getAttributes().get(GenAiKeys.PROMPT_ARM)).isEqualTo("candidate");
            assertThat(point.getAttributes().get(GenAiKeys.PROMPT_MODEL)).isEqualTo("gpt-test");
            assertThat(point.getAttributes().get(GenAiKeys.COST_CURRENCY)).isEqualTo("USD");
        });
    }

    @Test
    void an_unknown_price_is_unpriced_with_its_reason_and_never_a_measurement_of_0() {
        chat(Tracing.builder(telemetry.sdk()));

        Attributes span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.COST)).isNull();
        assertThat(span.get(GenAiKeys.COST_UNPRICED)).contains("no price is known", "gpt-test-0613");
        assertThat(cost()).isEmpty();
        assertThat(telemetry.points("genaiops.prompt.duration")).hasSize(1);
    }

    @Test
    void the_model_that_answered_is_charged_and_the_one_asked_for_where_the_answer_names_none() {
        PriceList prices = PriceList.of(
                OF_TEST, Price.of("openai", "gpt-dear", Rates.usd().input("200").output("800")));
        fake.answer = request -> answeredBy("gpt-dear");
        chat(Tracing.builder(telemetry.sdk()).prices(prices));
        fake.answer = request -> answeredBy(null);
        chat(Tracing.builder(telemetry.sdk()).prices(prices));

        assertThat(telemetry.spans())
                .extracting(span -> span.getAttributes().get(GenAiKeys.COST))
                .containsExactly(80e-4, 80e-6);
    }

    @Test
    void a_price_holds_from_its_day() {
        PriceList prices = PriceList.of(
                OF_TEST.until(LocalDate.of(2026, 6, 1)),
                Price.of("openai", "gpt-test", Rates.usd().input("1").output("1"))
                        .from(LocalDate.of(2026, 6, 1)));
        fake.answer = request -> answeredBy("gpt-test");

        for (String time : List.of("2026-05-31T23:59:59Z", "2026-06-01T00:00:00Z")) {
            chat(Tracing.builder(telemetry.sdk())
                    .prices(prices)
                    .clock(Clock.fixed(Instant.parse(time), ZoneOffset.UTC)));
        }

        assertThat(telemetry.spans())
                .extracting(span -> span.getAttributes().get(GenAiKeys.COST))
                .containsExactly(80e-6, 19e-6);
    }

    @Test
    void a_currency_is_measured_by_itself() {
        PriceList prices = PriceList.of(
                Price.of(
                        "openai",
                        "gpt-test",
                        Rates.in(Currency.getInstance("EUR")).input("2").output("8")),
                Price.of("openai", "gpt-dear", Rates.usd().input("2").output("8")));
        for (String model : List.of("gpt-test", "gpt-dear", "gpt-test")) {
            fake.answer = request -> answeredBy(model);
            chat(Tracing.builder(telemetry.sdk()).prices(prices));
        }

        assertThat(cost().stream()
                        .sorted(Comparator.comparing(HistogramPointData::getSum))
                        .map(point -> point.getAttributes().get(GenAiKeys.COST_CURRENCY) + " " + point.getCount())
                        .collect(Collectors.toList()))
                .containsExactly("USD 1", "EUR 2");
    }

    @Test
    void costs_can_be_left_out() {
        chat(Tracing.builder(telemetry.sdk()).prices(PriceList.of(OF_TEST)).withoutPrices());

        assertThat(telemetry.keys()).noneMatch(key -> key.startsWith("genaiops.cost"));
        assertThat(cost()).isEmpty();
    }

    private static ChatResponse answeredBy(@Nullable String model) {
        return FakeChatModel.answer("An answer.", model, new TokenUsage(12, 7));
    }

    private void chat(Tracing.Builder tracing) {
        tracing.build().chatModel(fake).chat(REQUEST, Prompts.options("trail-guide"));
    }

    private List<HistogramPointData> cost() {
        return telemetry.points("genaiops.prompt.cost").stream()
                .map(HistogramPointData.class::cast)
                .toList();
    }
}
