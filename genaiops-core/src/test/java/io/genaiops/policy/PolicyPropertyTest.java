package io.genaiops.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetKind;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.format.AssetFile;
import io.genaiops.policy.PolicyDecision.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties over random policies and requests; the expected decision is computed by another, slower reading of rules. */
class PolicyPropertyTest {

    private static final Clock CLOCK = Clock.fixed(RandomPolicies.NOW, ZoneOffset.UTC);

    private static final Map<String, Pattern> REGEXES = new ConcurrentHashMap<>();

    private static Policy enforced(PolicyDefinition definition) {
        return Policy.builder(definition).clock(CLOCK).build();
    }

    private static Set<String> refusing(PolicyDecision decision) {
        return decision.reasons().stream().map(Reason::rule).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void code_and_yaml_agree_on_10000_random_requests_and_with_a_reading_by_hand(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Map<PolicyRule.Moment, Integer> refusals = new EnumMap<>(PolicyRule.Moment.class);
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            PolicyDefinition code = random.policy(5);
            PolicyDefinition file = (PolicyDefinition)
                    AssetFile.parse(AssetKind.POLICY, "f", AssetFile.of(code).text())
                            .asset();
            assertThat(file.sourceDigest()).isEqualTo(code.sourceDigest());
            Policy first = enforced(code);
            Policy second = enforced(file);
            for (int j = 0; j < 100; j++) {
                PolicyRequest request = random.request();
                PolicyDecision decision = first.decide(request);

                assertThat(second.decide(request)).isEqualTo(decision);
                assertThat(refusing(decision))
                        .as("%s of %s", request, code.rules())
                        .isEqualTo(byHand(code, request));
                assertThat(decision.isAllowed()).isEqualTo(decision.reasons().isEmpty());
                if (decision.isAllowed()) {
                    allowed++;
                } else {
                    refusals.merge(decision.moment(), 1, Integer::sum);
                }
            }
        }
        assertThat(allowed).isGreaterThan(1_000);
        assertThat(refusals)
                .hasSize(3)
                .allSatisfy((moment, times) -> assertThat(times).isGreaterThan(100));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void a_rule_that_refuses_overrides_all_that_allow_whatever_the_order(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        for (int i = 0; i < 200; i++) {
            PolicyDefinition policy = random.policy(12);
            Policy one = enforced(policy);
            Policy other = enforced(random.shuffled(policy));
            List<Policy> each = policy.rules().stream()
                    .map(rule -> enforced(HouseRules.of(rule)))
                    .toList();
            for (int j = 0; j < 10; j++) {
                PolicyRequest request = random.request();
                PolicyDecision decision = one.decide(request);

                assertThat(other.decide(request).isRefused()).isEqualTo(decision.isRefused());
                assertThat(refusing(other.decide(request))).isEqualTo(refusing(decision));
                boolean alone =
                        each.stream().anyMatch(rule -> rule.decide(request).isRefused());
                assertThat(decision.isRefused()).isEqualTo(alone);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void a_dry_run_never_refuses_and_reports_what_would_have_been_refused(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        for (int i = 0; i < 100; i++) {
            PolicyDefinition definition = random.policy(6);
            Policy enforced = enforced(definition);
            Policy dry = Policy.builder(definition).clock(CLOCK).dryRun().build();
            for (int j = 0; j < 20; j++) {
                PolicyRequest request = random.request();
                PolicyDecision strict = enforced.decide(request);
                PolicyDecision tried = dry.decide(request);

                assertThat(tried.isRefused()).isFalse();
                assertThat(tried.isAllowed()).isEqualTo(strict.isAllowed());
                assertThat(tried.reasons()).isEqualTo(strict.reasons());
                tried.orThrow();
            }
            assertThat(dry.report().refused()).isZero();
            assertThat(dry.report().wouldRefuse()).isEqualTo(enforced.report().refused());
            assertThat(dry.report().allowed()).isEqualTo(enforced.report().allowed());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11})
    void a_fact_more_can_only_settle_what_was_unknown_or_add_a_value_that_must_be_allowed_too(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        for (int i = 0; i < 2_000; i++) {
            PolicyDefinition policy = random.policy(1);
            PolicyRule rule = policy.rules().get(0);
            PolicyRequest request = random.request();
            boolean denies = rule.requirement() instanceof PolicyDefinition.Deny
                    && rule.conditions().isEmpty();
            if (denies && enforced(policy).decide(request).isRefused()) {
                PolicyFact fact = ((PolicyDefinition.Deny) rule.requirement()).fact();
                PolicyRequest more =
                        request.toBuilder().fact(fact, "nobody-else").build();
                boolean wasUnknown = request.values(fact).isEmpty();

                assertThat(enforced(policy).decide(more).isRefused() || wasUnknown)
                        .isTrue();
            }
        }
    }

    private static Set<String> byHand(PolicyDefinition policy, PolicyRequest request) {
        Set<String> refusing = new HashSet<>();
        for (PolicyRule rule : policy.rules()) {
            if (rule.moments().contains(request.moment()) && isRefusing(rule, request)) {
                refusing.add(rule.id());
            }
        }
        return refusing;
    }

    /** A rule refuses unless, in every world in which unstated facts are this or that, it is kept. */
    private static boolean isRefusing(PolicyRule rule, PolicyRequest request) {
        List<Optional<Boolean>> conditions = new ArrayList<>();
        rule.conditions().forEach((fact, patterns) -> conditions.add(match(fact, patterns, request, false)));
        Optional<Boolean> required = rule.requirement()
                .fold(
                        allow -> match(allow.fact(), allow.patterns(), request, true),
                        deny -> match(deny.fact(), deny.patterns(), request, false)
                                .map(found -> !found),
                        cost -> request.cost()
                                .map(estimate -> estimate.isPriced()
                                        ? estimate.amount()
                                                        .orElseThrow()
                                                        .compareTo(cost.most().value())
                                                <= 0
                                        : cost.allowsUnpriced()),
                        evidence -> Optional.of(evidence.figures().stream()
                                .allMatch(figure -> isThere(request.evidence().get(figure), evidence.maxAge()))));
        boolean neverApplies = conditions.contains(Optional.of(false));
        boolean alwaysApplies = conditions.stream().allMatch(Optional.of(true)::equals);
        boolean isKept = neverApplies || required.equals(Optional.of(true));
        boolean isBroken = alwaysApplies && required.equals(Optional.of(false));
        return isBroken || (!isKept && !rule.allowsUnknown());
    }

    private static boolean isThere(Instant at, Duration maxAge) {
        return at != null && (maxAge == null || !at.isBefore(RandomPolicies.NOW.minus(maxAge)));
    }

    private static Optional<Boolean> match(
            PolicyFact fact, List<String> patterns, PolicyRequest request, boolean everyValue) {
        List<String> values = request.values(fact);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        long matching = values.stream()
                .filter(value -> patterns.stream()
                        .anyMatch(pattern -> regex(pattern)
                                .matcher(value.toLowerCase(Locale.ROOT))
                                .matches()))
                .count();
        return Optional.of(everyValue ? matching == values.size() : matching > 0);
    }

    private static Pattern regex(String pattern) {
        return REGEXES.computeIfAbsent(
                pattern,
                text -> Pattern.compile(text.toLowerCase(Locale.ROOT)
                        .chars()
                        .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(String.valueOf((char) c)))
                        .collect(Collectors.joining())));
    }
}
