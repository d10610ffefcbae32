package io.genaiops.benchmarks;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.policy.ModelFacts;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyDecision;
import io.genaiops.policy.PolicyRequest;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decides about a call by 50 rules that all apply: by a policy from code, by one that a registry with a cache delivers, with
 * the request made for it as a decorated model does, and where one rule refuses and says why.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {

    private static final AssetId HOUSE = new AssetId(AssetKind.POLICY, "house-rules");
    private static final CallContext CONTEXT = new CallContext(
            null, "user", "acme", null, Map.of("region", "eu-west-1", "dataClass", "internal", "purpose", "support"));

    private final PolicyDefinition definition = definition();
    private final Policy code = Policy.of(definition);
    private final Policy registered;
    private final ModelFacts model =
            ModelFacts.NONE.with(PolicyFact.PROVIDER, "openai").with(PolicyFact.MODEL, "gpt-4.1-mini");
    private final PolicyRequest allowed = request();
    private final PolicyRequest refused =
            request().toBuilder().fact(PolicyFact.REGION, "us-east-1").build();

    /** Publishes the policy. */
    public PolicyBenchmark() {
        AssetRegistry registry = AssetRegistry.builder(AssetStore.memory())
                .cache(Duration.ofHours(1))
                .build();
        registry.publish(AssetFile.of(definition), "benchmark");
        registry.label(HOUSE, Label.PRODUCTION).moveTo("1.0.0", "benchmark", "to measure");
        registered = Policy.from(registry, "house-rules@production");
    }

    private static PolicyDefinition definition() {
        PolicyDefinition.Builder policy = PolicyDefinition.builder("house-rules", Version.of(1, 0, 0));
        for (int i = 0; i < 10; i++) {
            String n = "-" + i;
            policy.rule(rule("providers" + n)
                    .allow(PolicyFact.PROVIDER, "azure", "bedrock", "openai")
                    .build());
            policy.rule(rule("previews" + n)
                    .deny(PolicyFact.MODEL, "*-preview", "*beta*", "experimental-*")
                    .build());
            policy.rule(rule("regions" + n)
                    .when(PolicyFact.DATA_CLASS, "personal", "internal")
                    .when(PolicyFact.PURPOSE, "support")
                    .allow(PolicyFact.REGION, "eu", "eu-*")
                    .build());
            policy.rule(
                    rule("tenants" + n).deny(PolicyFact.TENANT, "closed-" + i).build());
            policy.rule(rule("costs" + n).maxCost("0.05 USD").build());
        }
        return policy.build();
    }

    private static PolicyRule.Builder rule(String id) {
        return PolicyRule.builder(id).because("to measure");
    }

    private PolicyRequest request() {
        return PolicyRequest.call("large")
                .model(model)
                .context(CONTEXT)
                .costsAtMost(Cost.usd("0.01"))
                .build();
    }

    /** Decides by a policy from code. */
    @Benchmark
    public PolicyDecision code() {
        return code.decide(allowed);
    }

    /** Decides by a policy that a label delivers. */
    @Benchmark
    public PolicyDecision registered() {
        return registered.decide(allowed);
    }

    /** Makes the request as well. */
    @Benchmark
    public PolicyDecision withRequest() {
        return code.decide(request());
    }

    /** Refuses by ten rules, with their reasons. */
    @Benchmark
    public PolicyDecision refused() {
        return code.decide(refused);
    }
}
