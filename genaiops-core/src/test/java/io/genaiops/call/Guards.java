package io.genaiops.call;

import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailRequest;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import java.util.List;
import java.util.function.Function;

/** Guardrails that are named and say what a function does. */
final class Guards {

    private Guards() {}

    static InputGuardrail input(String name, Function<InputGuardrailRequest, InputGuardrailResult> check) {
        return new InputGuardrail() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputGuardrailResult validate(InputGuardrailRequest request) {
                return check.apply(request);
            }
        };
    }

    static OutputGuardrail output(String name, Function<OutputGuardrailRequest, OutputGuardrailResult> check) {
        return new OutputGuardrail() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public OutputGuardrailResult validate(OutputGuardrailRequest request) {
                return check.apply(request);
            }
        };
    }

    /** Makes results, which only guardrails can. */
    static final InputGuardrail IN = new InputGuardrail() {};

    /** Makes results, which only guardrails can. */
    static final OutputGuardrail OUT = new OutputGuardrail() {};

    static final OutputGuardrail NUMBERS_MASKED =
            output("mask", request -> OUT.successWith(text(request).replace("4711", "[number]")));
    static final OutputGuardrail NO_RUDE_WORD =
            output("manners", request -> text(request).contains("fool") ? OUT.failure("it is rude") : OUT.success());
    static final OutputGuardrail SHORTER = output(
            "length",
            request -> text(request).length() > 10
                    ? OUT.reprompt("it is too long", "Say it in ten letters.")
                    : OUT.success());

    /** Lets all pass and notes what it saw. */
    static InputGuardrail seeingInput(List<String> seen) {
        return input("see", request -> {
            seen.add(text(request));
            return IN.success();
        });
    }

    /** Lets all pass and notes what it saw. */
    static OutputGuardrail seeingOutput(List<String> seen) {
        return output("see", request -> {
            seen.add(text(request));
            return OUT.success();
        });
    }

    static String text(InputGuardrailRequest request) {
        return request.userMessage().singleText();
    }

    static String text(OutputGuardrailRequest request) {
        return request.responseFromLLM().aiMessage().text();
    }
}
