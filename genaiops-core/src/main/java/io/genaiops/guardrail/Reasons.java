package io.genaiops.guardrail;

import dev.langchain4j.guardrail.Guardrail;
import dev.langchain4j.guardrail.GuardrailRequest;
import dev.langchain4j.guardrail.GuardrailResult;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.model.CallThreads;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks guardrails and keeps why they refuse. */
final class Reasons {

    private final String what;
    private final Prompt prompt;
    private final List<String> reasons = new ArrayList<>();
    private @Nullable Throwable cause;

    Reasons(String what, Prompt prompt) {
        this.what = what;
        this.prompt = prompt;
    }

    /**
     * Asks a guardrail and keeps its failures.
     *
     * @throws RefusedException if it throws or says nothing
     */
    <P extends GuardrailRequest<P>, R extends GuardrailResult<R>> R ask(Guardrail<P, R> guardrail, P request) {
        R result;
        try {
            result = guardrail.validate(request);
        } catch (Exception e) {
            if (CallThreads.wasInterrupted(e)) {
                throw new GenAiOpsException("guardrail '" + name(guardrail) + "' was interrupted; the call ends", e);
            }
            throw broken(guardrail, "it threw " + e.getClass().getName() + ", and what it guards is refused", e);
        }
        if (result == null) {
            throw broken(guardrail, "it returned null, and what it guards is refused", null);
        }
        for (GuardrailResult.Failure failure : result.failures()) {
            reasons.add(name(guardrail) + ": " + failure.message());
            cause = cause == null ? failure.cause() : cause;
        }
        return result;
    }

    /** Throws if there is a reason to. */
    void refuse(int askedAgain) {
        if (!reasons.isEmpty()) {
            throw refused(String.join("; ", reasons), askedAgain, cause);
        }
    }

    private RefusedException broken(Guardrail<?, ?> guardrail, String how, @Nullable Throwable thrown) {
        reasons.add(name(guardrail) + ": " + how);
        return refused(String.join("; ", reasons), 0, thrown);
    }

    private RefusedException refused(String why, int askedAgain, @Nullable Throwable thrown) {
        String again = askedAgain == 0 ? "" : ", also after the model was asked again " + times(askedAgain);
        return new RefusedException(
                "the " + what + " of " + prompt + " was refused by its guardrails" + again + ": " + why, thrown);
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }

    private static String name(Guardrail<?, ?> guardrail) {
        String name = guardrail.name();
        return name == null || name.isBlank() ? guardrail.getClass().getName() : name;
    }
}
