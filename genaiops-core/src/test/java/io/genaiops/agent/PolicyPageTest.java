package io.genaiops.agent;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.policy.ModelFacts;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyDecision;
import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.policy.PolicyRequest;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/set-a-policy.md shows; the file is the one on the page. */
class PolicyPageTest {

    private static final AssetId HOUSE = new AssetId(AssetKind.POLICY, "house-rules");

    interface Assistant {
        String answer(String question);
    }

    /** One tool that the policy knows. */
    final class Tools {
        @Tool("runs a command")
        String shell(String command) {
            ran.add(command);
            return "done";
        }
    }

    /** What a host knows of prices. */
    private interface Estimate {
        Cost atMost(ChatRequest request);
    }

    private final List<String> ran = new ArrayList<>();
    private final FakeModels models = new FakeModels();
    private final ChatModel served = models.chat;
    private final Estimate estimate = request -> usd("0.01");
    private final AssetRegistry registry = AssetRegistry.memory();

    PolicyPageTest() throws IOException {
        String page = Files.readString(Path.of("../docs/set-a-policy.md"));
        int start = page.indexOf("```yaml\n") + 8;
        String yaml = page.substring(start, page.indexOf("```", start));
        registry.publish(AssetFile.parse(AssetKind.POLICY, "set-a-policy.md", yaml), "ann");
        registry.publish(
                AssetFile.parse(
                        AssetKind.POLICY, "f", yaml.replace("1.0.0", "2.0.0").replace("[eu, eu-*]", "[de]")),
                "ann");
        registry.label(HOUSE, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
        ModelDefinition large = ModelDefinition.builder("large", Version.of(1, 0, 0))
                .provider("azure")
                .model("gpt-4.1")
                .regions("eu-west")
                .dataClasses("personal")
                .build();
        registry.publish(AssetFile.of(large), "ann");
        registry.label(large.id(), Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
    }

    @Test
    void the_samples_do_what_the_page_says() {
        Policy policy = Policy.from(registry, "house-rules@production");
        ChatModel model = policy.chatModel(
                "large",
                served,
                ModelFacts.of(registry.model("large")).estimatedBy(request -> estimate.atMost(request)));

        assertThat(model.chat("What do I pack?")).isEqualTo("An answer.");

        PolicyDecision decision = policy.decide(PolicyRequest.call("large")
                .model(ModelFacts.of(registry.model("large")))
                .fact(PolicyFact.DATA_CLASS, "personal")
                .costsAtMost(usd("0.02"))
                .build());
        decision.isRefused();
        decision.reasons(); // rule, what was found, facts, what is missing, why, what to do
        decision.policy(); // house-rules:1.0.0, its digest, and where it came from
        decision.text();
        decision.json();
        assertThat(decision.isAllowed()).as(decision.text()).isTrue();
        assertThat(decision.policy()).hasToString("house-rules:1.0.0");

        Policy next = Policy.builder(registry, "house-rules:2.0.0").dryRun().build();
        ChatModel tried = next.chatModel("large", model);
        next.report().text(); // what would have been refused, by rule, with the first examples
        assertThat(tried.chat("What do I pack?")).isEqualTo("An answer.");
        assertThat(next.report().wouldRefuse()).isEqualTo(1);
    }

    @Test
    void a_tool_is_stopped() {
        Policy policy = Policy.from(registry, "house-rules@production");
        ChatModel model = served;
        models.script = request -> AiMessage.from(ToolExecutionRequest.builder()
                .id("1")
                .name("shell")
                .arguments("{}")
                .build());
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(new Tools())
                .beforeToolExecution(Agent.toolPolicy(policy))
                .build();

        assertThatThrownBy(() -> assistant.answer("Clean up."))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("no-shell", "personal-data-stays", "dataClass, region was not stated");
        assertThat(ran).isEmpty();
    }

    @Test
    void the_rules_of_the_page_refuse_what_it_says() {
        Policy policy = Policy.from(registry, "house-rules@production");

        PolicyDecision call = policy.decide(PolicyRequest.call("large")
                .fact(PolicyFact.PROVIDER, "openai")
                .fact(PolicyFact.MODEL, "gpt-9-preview")
                .fact(PolicyFact.ENVIRONMENT, "production")
                .fact(PolicyFact.DATA_CLASS, "healthcare")
                .fact(PolicyFact.REGION, "us")
                .costsAtMost(usd("0.06"))
                .build());
        PolicyDecision promotion = policy.decide(PolicyRequest.promotion(AssetId.prompt("guide"), Label.PRODUCTION)
                .build());

        assertThat(call.reasons())
                .extracting(Reason::rule)
                .containsExactly("known-providers", "personal-data-stays", "no-previews", "cheap-calls");
        assertThat(promotion.reasons()).extracting(Reason::rule).containsExactly("evaluated");
    }

    @Test
    void promotions_are_held_to_it() {
        Policy policy = Policy.from(registry, "house-rules@production");
        Governance governance = Governance.builder(registry)
                .gate("production", Gate.mean("relevance").atLeast(0.7))
                .policy(policy)
                .build();
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "f", "---\nname: guide\nversion: 1.0.0\n---\nHi"), "ann");

        Promotion refused = governance
                .promote("guide:1.0.0")
                .to("production")
                .because("tried")
                .by(Actor.asserted("ann"))
                .submit();

        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons())
                .anyMatch(reason -> reason.startsWith("policy house-rules:1.0.0 refuses: evaluated"));
    }

    @Test
    void a_policy_is_made_in_java() {
        PolicyDefinition inJava = PolicyDefinition.builder("house-rules", Version.of(1, 0, 0))
                .rule(PolicyRule.builder("known-providers")
                        .allow(PolicyFact.PROVIDER, "azure", "bedrock")
                        .because("We have contracts with these two.")
                        .build())
                .build();
        Policy fixed = Policy.of(inJava);
        List<Boolean> allowed = new ArrayList<>();
        for (String provider : List.of("AZURE_OPEN_AI", "azure", "azure.openai", "openai")) {
            allowed.add(fixed.decide(PolicyRequest.call("large")
                            .fact(PolicyFact.PROVIDER, provider)
                            .build())
                    .isAllowed());
        }

        assertThat(allowed).containsExactly(true, true, true, false);
    }
}
