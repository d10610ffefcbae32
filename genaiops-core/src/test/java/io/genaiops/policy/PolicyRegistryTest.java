package io.genaiops.policy;

import static io.genaiops.policy.HouseRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.format.AssetFile;
import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy is published, labelled, rolled back and refused as every other asset is. */
class PolicyRegistryTest {

    private static final AssetId HOUSE = new AssetId(AssetKind.POLICY, "house-rules");
    private static final PolicyRequest US =
            PolicyRequest.call("large").fact(PolicyFact.REGION, "us").build();

    private final AssetRegistry registry = AssetRegistry.memory();

    private static AssetFile file(String version, PolicyRule... rules) {
        return AssetFile.of(HouseRules.of(version, rules));
    }

    private static void publish(AssetRegistry registry) {
        registry.publish(file("1.0.0", rule("any").allow(PolicyFact.REGION, "*").build()), "ann");
        registry.publish(file("2.0.0", rule("eu").allow(PolicyFact.REGION, "eu").build()), "ann");
        registry.label(HOUSE, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
    }

    @Test
    void a_label_that_moves_takes_effect_at_once_and_each_decision_says_which_version_decided() {
        publish(registry);
        Policy policy = Policy.from(registry, "house-rules@production");

        PolicyDecision before = policy.decide(US);
        registry.label(HOUSE, Label.PRODUCTION).moveTo("2.0.0", "ann", "stricter");
        PolicyDecision after = policy.decide(US);
        registry.label(HOUSE, Label.PRODUCTION).moveTo("1.0.0", "ann", "back");

        assertThat(before.isAllowed()).isTrue();
        assertThat(before.policy()).hasToString("house-rules:1.0.0");
        assertThat(before.policy().source()).isEqualTo(Resolution.Source.FRESH);
        assertThat(after.isRefused()).isTrue();
        assertThat(after.policy().version()).isEqualTo(Version.of(2, 0, 0));
        assertThat(after.policy().digest())
                .isEqualTo(registry.describe(HOUSE)
                        .published(Version.of(2, 0, 0))
                        .orElseThrow()
                        .resolved());
        assertThat(policy.decide(US).isAllowed()).isTrue();
        assertThat(policy.definition().version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(policy.report().rule("eu").refused()).isEqualTo(1);
    }

    @Test
    void a_policy_is_an_asset_like_any_other() {
        publish(registry);

        assertThat(registry.policy("house-rules").version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(registry.snapshot().policy("house-rules:2.0.0").rules()).hasSize(1);
        assertThat(registry.diff(HOUSE, Version.of(1, 0, 0), Version.of(2, 0, 0))
                        .text())
                .contains("rules[0].id: \"any\" -> \"eu\"");
        assertThatThrownBy(() -> registry.policy("other:1.0.0")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void a_policy_that_cannot_be_loaded_refuses_until_it_can() {
        Policy policy = Policy.from(registry, "house-rules@production");
        ChatModel model = policy.chatModel(
                "large",
                new ChatModel() {
                    @Override
                    public ChatResponse doChat(ChatRequest request) {
                        return ChatResponse.builder()
                                .aiMessage(AiMessage.from("yes"))
                                .build();
                    }
                },
                ModelFacts.NONE.with(PolicyFact.REGION, "us"));

        PolicyDecision refused = policy.decide(US);
        assertThat(refused.isRefused()).isTrue();
        assertThat(refused.policy().version()).isNull();
        assertThat(refused.reasons().get(0).rule()).isEqualTo(Reason.NOT_LOADED);
        assertThat(refused.reasons().get(0).found())
                .startsWith("the policy must be loaded to decide; found: policy 'house-rules' does not exist");
        assertThat(refused.json().path("policy").path("version").isNull()).isTrue();
        assertThatThrownBy(() -> model.chat("hello")).isInstanceOf(RefusedException.class);

        publish(registry);
        registry.delivery().invalidateAll();
        assertThat(policy.decide(US).isAllowed()).isTrue();
        assertThat(model.chat("hello")).isEqualTo("yes");
        assertThat(policy.report().rule(Reason.NOT_LOADED).refused()).isEqualTo(2);
    }

    @Test
    void a_dry_run_changes_nothing_when_the_policy_cannot_be_loaded() {
        Policy policy =
                Policy.builder(registry, "house-rules@production").dryRun().build();

        assertThat(policy.decide(US).outcome()).isEqualTo("would-refuse");
        policy.enforce(US);
    }

    @Test
    void a_malformed_file_refuses_with_file_and_line(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("policies/house-rules"));
        Files.writeString(
                folder.resolve("1.0.0.policy.yaml"),
                "name: house-rules\nversion: 1.0.0\nrules:\n  - {id: a, deny: {porpose: b}, because: c}\n");
        try (AssetRegistry files = AssetRegistry.directory(root)) {
            assertThat(Policy.from(files, "house-rules:1.0.0")
                            .decide(US)
                            .reasons()
                            .get(0)
                            .found())
                    .contains("1.0.0.policy.yaml:4: a fact must be one of");
        }
    }

    @Test
    void a_host_may_choose_the_last_known_good_and_the_decision_says_so(@TempDir Path root) {
        AtomicBoolean down = new AtomicBoolean();
        AssetStore store = breaking(AssetStore.directory(root.resolve("store")), down);
        AssetRegistry first = withLastKnownGood(store, root.resolve("kept"));
        publish(first);
        assertThat(Policy.from(first, "house-rules@production").decide(US).isAllowed())
                .isTrue();

        AssetRegistry second = withLastKnownGood(store, root.resolve("kept"));
        AssetRegistry without = AssetRegistry.of(store);
        down.set(true);
        PolicyDecision decision = Policy.from(second, "house-rules@production").decide(US);
        assertThat(decision.isAllowed()).as(decision.text()).isTrue();
        assertThat(decision.policy().source()).isEqualTo(Resolution.Source.LAST_KNOWN_GOOD);
        assertThat(Policy.from(without, "house-rules@production").decide(US).text())
                .contains("(not loaded): the policy must be loaded to decide", "the disk is gone");
    }

    private static AssetStore breaking(AssetStore store, AtomicBoolean down) {
        return (AssetStore) Proxy.newProxyInstance(
                AssetStore.class.getClassLoader(), new Class<?>[] {AssetStore.class}, (proxy, method, arguments) -> {
                    if (down.get()) {
                        throw new GenAiOpsException("the disk is gone");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static AssetRegistry withLastKnownGood(AssetStore store, Path kept) {
        return AssetRegistry.builder(store)
                .cache(Duration.ofMinutes(1))
                .delivery(options -> options.lastKnownGood(kept))
                .build();
    }

    @Test
    void the_environment_of_the_registry_is_a_fact_unless_the_host_says_otherwise() {
        AssetRegistry europe =
                AssetRegistry.builder(AssetStore.memory()).environment("eu").build();
        europe.publish(
                file("1.0.0", rule("where").allow(PolicyFact.ENVIRONMENT, "eu").build()), "ann");

        assertThat(Policy.from(europe, "house-rules:1.0.0").decide(US).isAllowed())
                .isTrue();
        assertThat(Policy.builder(europe, "house-rules:1.0.0")
                        .fact(PolicyFact.ENVIRONMENT, "us")
                        .build()
                        .decide(US)
                        .isRefused())
                .isTrue();
    }
}
