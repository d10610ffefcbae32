package io.genaiops.budget;

import static io.genaiops.budget.Calls.FREE;
import static io.genaiops.budget.Calls.by;
import static io.genaiops.budget.Calls.tokens;
import static io.genaiops.budget.Calls.usd;
import static io.genaiops.budget.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.RefusedException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final TestClock clock = new TestClock("2026-02-10T12:00:00Z");
    private final List<BudgetEvent> events = new ArrayList<>();

    private BudgetBuilder builder(BudgetLimit... limits) {
        BudgetBuilder builder = Budget.builder().clock(clock).listener(events::add);
        for (BudgetLimit limit : limits) {
            builder.limit(limit);
        }
        return builder;
    }

    private static BudgetLimit dayOfTokens(long most) {
        return BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, most);
    }

    private static BudgetStanding standing(Budget budget, BudgetRequest request) {
        return budget.standings(request).get(0);
    }

    @Test
    void a_call_is_admitted_if_spent_and_reserved_and_estimate_are_within_the_limit() {
        Budget budget = builder(dayOfTokens(100)).build();
        Reservation first = budget.reserve(tokens(40)).orThrow();
        first.settle(FREE, used(30));
        Reservation second = budget.reserve(tokens(50)).orThrow();

        assertThat(budget.reserve(tokens(20)).isAllowed()).isTrue();
        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
        BudgetStanding standing = standing(budget, tokens(1));
        assertThat(standing.spent()).isEqualByComparingTo("30");
        assertThat(standing.reserved()).isEqualByComparingTo("70");
        assertThat(standing.left()).isEqualByComparingTo("0");

        second.release();
        assertThat(budget.reserve(tokens(50)).isAllowed()).isTrue();
        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
    }

    @Test
    void a_call_is_charged_to_every_limit_whose_scope_applies_to_it() {
        Digest digest = Digest.ofText("prompt");
        PromptIdentity prompt = new PromptIdentity(
                "trail-guide",
                Version.of(1, 0, 0),
                new Resolution(digest, Resolution.Source.FRESH, Duration.ZERO, null, null));
        CallContext context = CallContext.of(prompt);
        CallContext full = new CallContext(prompt, "ann", "acme", null, context.attributes());
        BudgetBuilder builder = builder();
        for (Scope scope : Scope.values()) {
            builder.limit(BudgetLimit.tokens(scope, Window.MONTH, 100));
        }
        Budget budget = builder.build();

        budget.reserve(tokens(full, "large", 60)).orThrow().settle(FREE, used(60));

        assertThat(budget.standings(tokens(full, "large", 0)))
                .extracting(BudgetStanding::holder)
                .containsExactly(
                        "the application", "tenant 'acme'", "user 'ann'", "prompt 'trail-guide'", "model 'large'");
        assertThat(budget.standings(tokens(full, "large", 0)))
                .allSatisfy(each -> assertThat(each.spent()).isEqualByComparingTo("60"));
        assertThat(budget.standings(tokens(by("other", "bob"), "small", 0)))
                .extracting(BudgetStanding::spent)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal(60), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    @Test
    void nothing_is_reserved_of_any_limit_if_one_of_them_is_full() {
        Budget budget = builder(
                        dayOfTokens(100),
                        BudgetLimit.tokens(Scope.TENANT, Window.DAY, 50),
                        BudgetLimit.tokens(Scope.USER, Window.DAY, 10))
                .build();

        Admission admission = budget.reserve(tokens(by("acme", "ann"), "large", 20));

        assertThat(admission).isInstanceOf(Admission.Refused.class);
        assertThat(budget.standings(tokens(by("acme", "ann"), "large", 0)))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.reserved()).isEqualByComparingTo("0"));
    }

    @Test
    void a_refusal_says_scope_key_window_figures_and_what_to_do() {
        Budget budget = builder(BudgetLimit.cost(Scope.TENANT, Window.MONTH, Cost.usd("500")))
                .build();
        budget.reserve(usd(by("acme", null), "480.5")).orThrow().settle(Cost.usd("470.25"), used(1));
        budget.reserve(usd(by("acme", null), "20")).orThrow();

        Admission admission = budget.reserve(usd(by("acme", null), "9.76"));

        Admission.Refused refused = (Admission.Refused) admission;
        assertThat(refused.reason()).isEqualTo(Admission.Reason.LIMIT);
        assertThat(refused.estimate()).isEqualByComparingTo("9.76");
        assertThat(refused.message())
                .isEqualTo("budget 'tenant month USD' allows tenant 'acme' 500 USD a month, and this call may use up to"
                        + " 9.76 USD; spent are 470.25 USD, reserved by calls under way 20 USD. The window ends at"
                        + " 2026-03-01T00:00:00Z: wait until then, shorten the call, ask a cheaper model, or raise the"
                        + " limit.");
        assertThatThrownBy(admission::orThrow)
                .isExactlyInstanceOf(RefusedException.class)
                .hasMessage(refused.message());
        assertThat(budget.reserve(usd(by("acme", null), "9.75")).isAllowed()).isTrue();
        assertThat(budget.reserve(usd(by("other", null), "500")).isAllowed()).isTrue();
    }

    @Test
    void a_limit_of_one_call_keeps_nothing() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.CALL, Cost.usd("0.05")))
                .build();

        assertThat(budget.reserve(usd("0.05")).isAllowed()).isTrue();
        assertThat(budget.reserve(usd("0.05")).isAllowed()).isTrue();
        assertThatThrownBy(() -> budget.reserve(usd("0.051")).orThrow())
                .hasMessageContaining("allows the application 0.05 USD a call, and this call may use up to 0.051 USD:"
                        + " shorten the call");
        assertThat(budget.figures().liveKeys()).isZero();
    }

    @Test
    void an_overrun_of_a_call_limit_is_reported() {
        Budget budget =
                builder(BudgetLimit.tokens(Scope.APPLICATION, Window.CALL, 50)).build();
        budget.reserve(tokens(50)).orThrow().settle(FREE, used(80));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(BudgetEvent.Kind.OVERRUN);
            assertThat(event.actual()).isEqualByComparingTo("80");
        });
    }

    @Test
    void calls_are_counted_whatever_they_use() {
        Budget budget = builder(BudgetLimit.calls(Scope.USER, Window.MINUTE, 2)).build();
        BudgetRequest request = new BudgetRequest(by(null, "ann"), "large", Cost.unpriced("why"), Usage.UNKNOWN);

        budget.reserve(request).orThrow().settle(Cost.unpriced("why"), Usage.UNKNOWN);
        budget.reserve(request).orThrow().release();
        budget.reserve(request).orThrow();
        assertThat(budget.reserve(request).isAllowed()).isFalse();

        clock.advance(Duration.ofMinutes(1));
        assertThat(budget.reserve(request).isAllowed()).isTrue();
    }

    @Test
    void a_soft_limit_raises_one_event_a_limit_key_and_window() {
        Budget budget = builder(BudgetLimit.tokens(Scope.USER, Window.DAY, 100)).build();
        CallContext ann = by(null, "ann");
        budget.reserve(tokens(ann, "large", 79)).orThrow().settle(FREE, used(79));
        assertThat(events).isEmpty();

        budget.reserve(tokens(ann, "large", 1)).orThrow().release();
        budget.reserve(tokens(ann, "large", 5)).orThrow().settle(FREE, used(5));
        budget.reserve(tokens(ann, "large", 5)).orThrow().settle(FREE, used(5));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(BudgetEvent.Kind.SOFT_LIMIT);
            assertThat(event.standing().key()).isEqualTo("ann");
            assertThat(event.standing().spent()).isEqualByComparingTo("79");
            assertThat(event.standing().reserved()).isEqualByComparingTo("1");
        });

        budget.reserve(tokens(by(null, "bob"), "large", 90)).orThrow();
        clock.advance(Duration.ofDays(1));
        budget.reserve(tokens(ann, "large", 90)).orThrow();
        assertThat(events).extracting(event -> event.standing().key()).containsExactly("ann", "bob", "ann");
        assertThat(budget.figures().softLimits()).isEqualTo(3);
    }

    @Test
    void a_soft_limit_may_be_elsewhere_and_be_reached_by_an_overrun() {
        Budget budget = builder(dayOfTokens(100).softAt(0.5)).build();
        budget.reserve(tokens(10)).orThrow().settle(FREE, used(50));

        assertThat(events)
                .extracting(BudgetEvent::kind)
                .containsExactly(BudgetEvent.Kind.SOFT_LIMIT, BudgetEvent.Kind.OVERRUN);
    }

    @Test
    void a_listener_that_throws_harms_no_call() {
        Budget budget = builder(dayOfTokens(10))
                .listener(event -> {
                    throw new IllegalStateException("the listener is broken");
                })
                .build();

        Reservation reservation = budget.reserve(tokens(10)).orThrow();
        assertThat(reservation.settle(FREE, used(12))).isTrue();
        assertThat(standing(budget, tokens(0)).spent()).isEqualByComparingTo("12");
    }

    @Test
    void more_than_the_estimate_is_charged_in_full_reported_and_blocks_the_next_admission() {
        Budget budget = builder(dayOfTokens(100).softAt(1)).build();
        Reservation reservation = budget.reserve(tokens(10)).orThrow();
        assertThat(budget.reserve(tokens(5)).orThrow().settle(FREE, used(5))).isTrue();

        reservation.settle(FREE, used(96));

        assertThat(events).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(BudgetEvent.Kind.OVERRUN);
            assertThat(event.estimate()).isEqualByComparingTo("10");
            assertThat(event.actual()).isEqualByComparingTo("96");
            assertThat(event.standing().spent()).isEqualByComparingTo("101");
        });
        assertThat(budget.figures().overruns()).isEqualTo(1);
        assertThat(standing(budget, tokens(0)).left()).isEqualByComparingTo("-1");
        assertThat(budget.reserve(tokens(0)).isAllowed()).isFalse();
    }

    @Test
    void a_reservation_is_closed_once() {
        Budget budget = builder(dayOfTokens(100)).build();
        Reservation settled = budget.reserve(tokens(10)).orThrow();
        Reservation released = budget.reserve(tokens(10)).orThrow();

        assertThat(settled.isClosed()).isFalse();
        assertThat(settled.settle(FREE, used(7))).isTrue();
        assertThat(settled.settle(FREE, used(7))).isFalse();
        assertThat(settled.release()).isFalse();
        assertThat(released.release()).isTrue();
        assertThat(released.release()).isFalse();
        assertThat(released.settle(FREE, used(7))).isFalse();

        assertThat(settled.isClosed()).isTrue();
        assertThat(standing(budget, tokens(0)).spent()).isEqualByComparingTo("7");
        assertThat(standing(budget, tokens(0)).reserved()).isEqualByComparingTo("0");
        assertThat(budget.figures().settled()).isEqualTo(1);
        assertThat(budget.figures().released()).isEqualTo(1);
    }

    @Test
    void a_lease_that_nobody_closes_expires_and_frees_what_it_held() {
        Budget budget = builder(dayOfTokens(100)).build();
        budget.reserve(tokens(100)).orThrow();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
        assertThat(budget.figures().open()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));

        assertThat(budget.reserve(tokens(100)).isAllowed()).isTrue();
        assertThat(budget.figures().expired()).isEqualTo(1);
        assertThat(budget.figures().open()).isEqualTo(1);
    }

    @Test
    void the_host_says_how_long_a_lease_is() {
        Budget budget = builder(dayOfTokens(100)).lease(Duration.ofSeconds(1)).build();
        budget.reserve(tokens(100)).orThrow();
        clock.advance(Duration.ofSeconds(1));

        assertThat(budget.figures().expired()).isEqualTo(1);
        assertThat(standing(budget, tokens(0)).reserved()).isEqualByComparingTo("0");
    }

    @Test
    void a_late_settlement_is_still_charged_and_a_late_release_changes_nothing() {
        Budget budget = builder(dayOfTokens(100)).build();
        Reservation settled = budget.reserve(tokens(30)).orThrow();
        Reservation released = budget.reserve(tokens(30)).orThrow();
        clock.advance(Duration.ofMinutes(11));
        assertThat(budget.figures().expired()).isEqualTo(2);

        assertThat(settled.settle(FREE, used(25))).isTrue();
        assertThat(released.release()).isTrue();

        assertThat(standing(budget, tokens(0)).spent()).isEqualByComparingTo("25");
        assertThat(standing(budget, tokens(0)).reserved()).isEqualByComparingTo("0");
        assertThat(budget.figures().late()).isEqualTo(1);
    }

    @Test
    void a_reservation_counts_for_the_window_in_which_it_was_made() {
        clock.set("2026-02-10T23:59:59Z");
        Budget budget = builder(dayOfTokens(100)).build();
        Reservation before = budget.reserve(tokens(100)).orThrow();
        clock.set("2026-02-11T00:00:00Z");
        Reservation after = budget.reserve(tokens(100)).orThrow();

        before.settle(FREE, used(100));
        assertThat(standing(budget, tokens(0)).spent()).isEqualByComparingTo("0");
        assertThat(standing(budget, tokens(0)).reserved()).isEqualByComparingTo("100");
        after.settle(FREE, used(90));
        assertThat(standing(budget, tokens(0)).spent()).isEqualByComparingTo("90");
    }

    @Test
    void a_clock_that_goes_back_finds_the_window_that_has_begun() {
        clock.set("2026-02-11T00:00:00Z");
        Budget budget = builder(dayOfTokens(100)).build();
        budget.reserve(tokens(100)).orThrow();
        clock.set("2026-02-10T23:59:59Z");

        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
    }

    @Test
    void a_call_that_does_not_fit_is_told_to_ask_the_cheaper_model_and_holds_nothing() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd("1"))
                        .degradingTo("small"))
                .build();
        Admission first = budget.reserve(usd("1.5"));

        assertThat(first).isInstanceOf(Admission.Degraded.class);
        assertThat(standing(budget, usd("0")).reserved()).isEqualByComparingTo("0");
        assertThatThrownBy(first::orThrow).hasMessageEndingWith(" The limit names a cheaper model, 'small'.");

        BudgetRequest again = usd("1.5").onModel("small", Cost.usd("0.9"), used(1));
        assertThat(budget.reserve(again).isAllowed()).isTrue();
        assertThat(budget.reserve(again)).isInstanceOf(Admission.Refused.class);
        assertThat(budget.figures().degraded()).isEqualTo(1);
        assertThat(budget.figures().refused()).isEqualTo(1);
        assertThat(budget.figures().admitted()).isEqualTo(1);
    }

    @Test
    void the_end_of_a_limit_may_be_left_to_the_cheaper_model() {
        Budget budget = builder(dayOfTokens(100).degradingTo("small", 0.5)).build();
        budget.reserve(tokens(50)).orThrow();

        assertThat(budget.reserve(tokens(1))).isInstanceOf(Admission.Degraded.class);
        assertThat(budget.reserve(tokens(CallContext.NONE, "small", 50)).isAllowed())
                .isTrue();
        assertThat(budget.reserve(tokens(CallContext.NONE, "small", 1))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void a_full_limit_that_names_no_cheaper_model_refuses_whatever_others_name() {
        Budget budget = builder(dayOfTokens(10).degradingTo("small"), BudgetLimit.tokens(Scope.MODEL, Window.DAY, 10))
                .build();

        assertThat(budget.reserve(tokens(11))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void a_call_is_not_sent_in_a_circle() {
        Budget budget = builder(
                        dayOfTokens(10).degradingTo("small"),
                        BudgetLimit.tokens(Scope.APPLICATION, Window.MONTH, 10).degradingTo("tiny"))
                .build();
        BudgetRequest request = tokens(11);
        List<String> models = new ArrayList<>();
        Admission admission = budget.reserve(request);
        while (admission instanceof Admission.Degraded degraded) {
            models.add(degraded.model());
            request = request.onModel(degraded.model(), FREE, used(11));
            admission = budget.reserve(request);
        }
        assertThat(models).containsExactly("small");
        assertThat(admission).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void two_limits_that_name_the_model_of_each_other_send_no_call_in_a_circle() {
        Budget budget = builder(
                        BudgetLimit.tokens(Scope.MODEL, Window.DAY, 10)
                                .onlyFor("large")
                                .named("large")
                                .degradingTo("small"),
                        BudgetLimit.tokens(Scope.MODEL, Window.DAY, 10)
                                .onlyFor("small")
                                .named("small")
                                .degradingTo("large"))
                .build();
        BudgetRequest request = tokens(11);

        Admission first = budget.reserve(request);
        assertThat(((Admission.Degraded) first).model()).isEqualTo("small");
        Admission second = budget.reserve(request.onModel("small", FREE, used(11)));
        assertThat(second).isInstanceOf(Admission.Refused.class);
        assertThat(((Admission.Refused) second).message()).contains("budget 'small'");
    }

    @Test
    void what_is_below_the_unit_of_a_large_limit_is_rounded_up() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd("100000000000000")))
                .build();
        Reservation reservation = budget.reserve(usd("0.001")).orThrow();
        assertThat(budget.standings(usd("0")).get(0).reserved()).isEqualByComparingTo("0.01");
        reservation.settle(Cost.usd("0.0101"), used(1));
        assertThat(budget.standings(usd("0")).get(0).spent()).isEqualByComparingTo("0.02");
    }

    @Test
    void threads_that_bring_keys_of_their_own_never_hold_more_than_may_be() throws Exception {
        Budget budget = builder(BudgetLimit.tokens(Scope.USER, Window.MINUTE, 10))
                .mostKeys(5)
                .build();
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier together = new CyclicBarrier(threads);
        try {
            for (int round = 0; round < 50; round++) {
                List<Future<Boolean>> asking = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    String user = round + " " + i;
                    asking.add(pool.submit(() -> {
                        together.await();
                        return budget.reserve(tokens(by(null, user), "large", 1))
                                .isAllowed();
                    }));
                }
                int admitted = 0;
                for (Future<Boolean> each : asking) {
                    admitted += each.get() ? 1 : 0;
                }
                assertThat(admitted).isEqualTo(5);
                assertThat(budget.figures().liveKeys()).isEqualTo(5);
                clock.advance(Duration.ofMinutes(1));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_call_limit_degrades_too() {
        Budget budget = builder(
                        BudgetLimit.tokens(Scope.APPLICATION, Window.CALL, 10).degradingTo("small"))
                .build();

        assertThat(budget.reserve(tokens(11))).isInstanceOf(Admission.Degraded.class);
        assertThat(budget.reserve(tokens(CallContext.NONE, "small", 11))).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void an_unpriced_estimate_is_refused_with_the_reason_and_never_counted_as_nothing() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd("1")))
                .build();
        BudgetRequest unpriced =
                new BudgetRequest(CallContext.NONE, "large", Cost.unpriced("no price is known"), used(1));

        Admission.Refused refused = (Admission.Refused) budget.reserve(unpriced);

        assertThat(refused.reason()).isEqualTo(Admission.Reason.UNKNOWN_ESTIMATE);
        assertThat(refused.message())
                .isEqualTo("budget 'application day USD' counts USD, and how many a call of model 'large' may use"
                        + " cannot be told: no price is known. Give what is missing, or let such calls pass with"
                        + " admittingUnknown().");
        Cost euros = Cost.of(BigDecimal.ONE, Currency.getInstance("EUR"));
        assertThat(((Admission.Refused) budget.reserve(new BudgetRequest(CallContext.NONE, "large", euros, used(1))))
                        .message())
                .contains("its price is in EUR");
        assertThat(budget.figures().unknown()).isZero();
    }

    @Test
    void tokens_that_nobody_can_tell_are_refused_by_a_limit_of_tokens() {
        Budget budget = builder(dayOfTokens(10)).build();
        BudgetRequest request =
                new BudgetRequest(CallContext.NONE, "large", FREE, new Usage(5L, null, null, null, null));

        assertThat(budget.reserve(request)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void the_host_may_admit_unpriced_calls_which_are_counted_and_charged_when_they_are_priced() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd("1"))
                        .admittingUnknown())
                .build();
        BudgetRequest unpriced = new BudgetRequest(CallContext.NONE, "large", Cost.unpriced("no price"), used(1));

        budget.reserve(unpriced).orThrow().settle(Cost.usd("0.6"), used(1));
        budget.reserve(unpriced).orThrow().settle(Cost.unpriced("no price"), used(1));

        assertThat(budget.figures().unknown()).isEqualTo(2);
        assertThat(budget.figures().overruns()).isZero();
        assertThat(standing(budget, usd("0")).spent()).isEqualByComparingTo("0.6");
    }

    @Test
    void a_call_that_does_not_say_what_it_used_is_charged_its_estimate() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd("1")), dayOfTokens(100))
                .build();
        budget.reserve(new BudgetRequest(CallContext.NONE, "large", Cost.usd("0.4"), used(40)))
                .orThrow()
                .settle(Cost.unpriced("not reported"), Usage.UNKNOWN);

        assertThat(budget.standings(usd("0")))
                .extracting(BudgetStanding::spent)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("0.4"), new BigDecimal("40"));
    }

    @Test
    void a_call_without_a_key_passes_a_limit_unless_the_host_requires_one() {
        BudgetLimit limit = BudgetLimit.tokens(Scope.USER, Window.DAY, 10);
        Budget lax = builder(limit).build();
        Budget strict = builder(limit.requiringKey()).build();

        assertThat(lax.reserve(tokens(11)).isAllowed()).isTrue();
        assertThat(lax.standings(tokens(11))).isEmpty();
        assertThatThrownBy(() -> strict.reserve(tokens(11)).orThrow())
                .hasMessage("budget 'user day tokens' requires a user, and the context of this call has none: say it"
                        + " with the call.");
        assertThat(strict.reserve(tokens(by(null, "ann"), "large", 10)).isAllowed())
                .isTrue();
    }

    @Test
    void a_key_may_have_a_limit_of_its_own() {
        BudgetLimit usual = BudgetLimit.tokens(Scope.TENANT, Window.DAY, 10);
        Budget budget = builder(
                        usual.exceptFor("acme"),
                        BudgetLimit.tokens(Scope.TENANT, Window.DAY, 1000)
                                .onlyFor("acme")
                                .named("acme"))
                .build();

        assertThat(budget.reserve(tokens(by("acme", null), "large", 1000)).isAllowed())
                .isTrue();
        assertThat(budget.reserve(tokens(by("acme", null), "large", 1)).isAllowed())
                .isFalse();
        assertThat(budget.reserve(tokens(by("other", null), "large", 11)).isAllowed())
                .isFalse();
    }

    @Test
    void the_keys_of_past_windows_go_and_those_of_this_one_are_bounded() {
        Budget budget = builder(BudgetLimit.tokens(Scope.USER, Window.MINUTE, 10))
                .mostKeys(3)
                .build();
        for (String user : List.of("a", "b", "c")) {
            budget.reserve(tokens(by(null, user), "large", 1)).orThrow();
        }
        assertThat(budget.figures().liveKeys()).isEqualTo(3);

        Admission.Refused refused = (Admission.Refused) budget.reserve(tokens(by(null, "d"), "large", 1));
        assertThat(refused.reason()).isEqualTo(Admission.Reason.TOO_MANY_KEYS);
        assertThat(refused.message())
                .contains("counts for 3 keys in this window already")
                .contains("raise mostKeys");
        assertThat(budget.reserve(tokens(by(null, "a"), "large", 1)).isAllowed())
                .isTrue();

        clock.advance(Duration.ofMinutes(1));
        assertThat(budget.figures().liveKeys()).isZero();
        assertThat(budget.reserve(tokens(by(null, "d"), "large", 1)).isAllowed())
                .isTrue();
        assertThat(budget.figures().liveKeys()).isEqualTo(1);
    }

    @Test
    void an_estimator_is_asked_only_when_the_bound_does_not_fit() {
        Budget budget = builder(dayOfTokens(100)).build();
        List<String> asked = new ArrayList<>();

        assertThat(budget.reserve(tokens(60), () -> {
                            asked.add("first");
                            return tokens(20);
                        })
                        .isAllowed())
                .isTrue();
        assertThat(asked).isEmpty();
        assertThat(budget.reserve(tokens(60), () -> {
                            asked.add("second");
                            return tokens(20);
                        })
                        .isAllowed())
                .isTrue();
        assertThat(asked).containsExactly("second");
        assertThat(standing(budget, tokens(0)).reserved()).isEqualByComparingTo("80");
        assertThat(budget.figures().refused()).isZero();
    }

    @Test
    void amounts_are_exact_to_the_smallest_price_of_a_token() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.MONTH, Cost.usd("500")))
                .build();
        for (int i = 0; i < 1000; i++) {
            budget.reserve(usd("0.000000075")).orThrow().settle(Cost.usd("0.0000000375"), used(1));
        }
        assertThat(standing(budget, usd("0")).spent()).isEqualByComparingTo("0.0000375");
    }

    @Test
    void an_amount_beyond_all_measure_is_refused_and_charged_without_an_overflow() {
        Budget budget = builder(BudgetLimit.cost(Scope.APPLICATION, Window.MONTH, Cost.usd("500")))
                .build();
        String huge = "1" + "0".repeat(50);
        assertThat(budget.reserve(usd(huge)).isAllowed()).isFalse();
        for (int i = 0; i < 10; i++) {
            Reservation reservation =
                    budget.reserve(usd("1")).fold(Admission.Allowed::reservation, degraded -> null, refused -> null);
            if (reservation != null) {
                reservation.settle(Cost.usd(huge), used(1));
            }
        }
        assertThat(standing(budget, usd("0")).spent()).isGreaterThan(new BigDecimal("1000"));
        assertThat(budget.reserve(usd("0")).isAllowed()).isFalse();
    }

    @Test
    void what_makes_no_limit_is_refused_where_it_is_said() {
        assertThatThrownBy(() -> dayOfTokens(0))
                .hasMessage("a limit must be above 0 and at most 1000000000000000 tokens;" + " found: 0");
        assertThatThrownBy(() -> BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.unpriced("?")))
                .hasMessage("a limit needs an amount; found: unpriced: ?");
        assertThatThrownBy(() -> BudgetLimit.calls(Scope.USER, Window.CALL, 1)).hasMessageContaining("found: CALL");
        assertThatThrownBy(() -> dayOfTokens(1).softAt(1.1))
                .hasMessageContaining("softAt must be above 0 and at most 1");
        assertThatThrownBy(() -> dayOfTokens(1).degradingTo(" ")).hasMessageContaining("needs the name of a model");
        assertThatThrownBy(() -> dayOfTokens(1).onlyFor("a")).hasMessageContaining("onlyFor needs keys of a scope");
        assertThatThrownBy(() -> dayOfTokens(1).named("")).hasMessageContaining("1 to 160 characters");
        assertThatThrownBy(() -> builder(dayOfTokens(1), dayOfTokens(2)))
                .hasMessage("limits have names of their own; found two called 'application day tokens': name one with"
                        + " .named(…)");
        assertThatThrownBy(() -> builder().build()).hasMessageContaining("a budget needs a limit; found none");
        assertThatThrownBy(() -> builder(dayOfTokens(1)).openWhenUnreachable().build())
                .hasMessageContaining("openWhenUnreachable() needs a database");
        assertThatThrownBy(() -> builder().lease(Duration.ZERO)).hasMessageContaining("lease must be a millisecond");
        assertThatThrownBy(() -> builder().mostKeys(0)).hasMessageContaining("mostKeys must be at least 1; found: 0");
    }

    @Test
    void a_limit_says_what_it_is() {
        BudgetLimit limit =
                BudgetLimit.cost(Scope.TENANT, Window.MONTH, Cost.usd("500")).degradingTo("small", 0.9);

        assertThat(limit).hasToString("tenant month USD: 500 USD");
        assertThat(limit.cheaperModel()).contains("small");
        assertThat(limit.degradesAt()).hasValue(0.9);
        assertThat(limit.named("all tenants").name()).isEqualTo("all tenants");
        assertThat(limit.scope()).isEqualTo(Scope.TENANT);
        assertThat(limit.window()).isEqualTo(Window.MONTH);
    }
}
