package host;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;

import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Sample;
import io.genaiops.eval.junit.GenAiOps;
import io.genaiops.eval.junit.GenAiTest;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Asks for more than the greeter can do, so it fails: run by {@link VerdictTest}, and by run to see what Surefire says. */
class DemandingEvaluation {

    @RegisterExtension
    static final GenAiOps genai = GenAiOps.testing()
            .registry(AssetRegistry.classpath("host-assets"))
            .models(Models.of("greeter", new Greeter()))
            .build();

    @GenAiTest(dataset = "classpath:greetings.jsonl", repetitions = 2, passRate = 0.9)
    void greets_as_expected(Sample sample, PromptCalls calls) {
        greet(sample, calls);
    }

    /** Only its samples may run at the same time, so only its verdict may have to come from the method. */
    static class AtOnce {

        @RegisterExtension
        static final GenAiOps genai = DemandingEvaluation.genai;

        @GenAiTest(dataset = "classpath:greetings.jsonl", repetitions = 2, passRate = 0.9)
        @Execution(ExecutionMode.CONCURRENT)
        void greets_as_expected(Sample sample, PromptCalls calls) {
            greet(sample, calls);
        }
    }

    private static void greet(Sample sample, PromptCalls calls) {
        assertThatAnswer(calls.prompt("greeting:1.0.0").with("name", sample.input()).send())
                .to(sample)
                .isEqualTo(sample.reference().orElseThrow());
    }
}
