package io.genaiops.guardrail;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.GuardrailRequestParams;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailRequest;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Guardrails one after another, each on what those before it rewrote. After one that fails the others are asked too, so that
 * a refusal has every reason, until one is fatal, as LangChain4j calls it; to have the model asked again is fatal too.
 */
final class ChainedGuardrails implements GuardedCall {

    private final Guardrails guardrails;
    private final Subject subject;
    private final UnaryOperator<ChatRequest> adapt;
    private final UUID id = UUID.randomUUID();
    private final AtomicInteger askedAgain = new AtomicInteger();

    ChainedGuardrails(Guardrails guardrails, Subject subject, UnaryOperator<ChatRequest> adapt) {
        this.guardrails = guardrails;
        this.subject = subject;
        this.adapt = adapt;
    }

    @Override
    public List<ChatMessage> input(List<ChatMessage> rendered) {
        if (guardrails.input().isEmpty()) {
            return rendered;
        }
        int last = rendered.size() - 1;
        while (last >= 0 && !(rendered.get(last) instanceof UserMessage)) {
            last--;
        }
        if (last < 0) {
            throw new RefusedException("the input of " + subject.prompt()
                    + " cannot be checked: input guardrails look at the last message of the user, and it has none");
        }
        UserMessage before = (UserMessage) rendered.get(last);
        UserMessage after = input(before, subject.params(id, rendered));
        if (after.equals(before)) {
            return rendered;
        }
        List<ChatMessage> rewritten = new ArrayList<>(rendered);
        rewritten.set(last, after);
        return rewritten;
    }

    private UserMessage input(UserMessage message, GuardrailRequestParams params) {
        Reasons reasons = new Reasons("input", subject.prompt());
        UserMessage current = message;
        for (InputGuardrail guardrail : guardrails.input()) {
            InputGuardrailRequest request = InputGuardrailRequest.builder()
                    .userMessage(current)
                    .commonParams(params)
                    .build();
            InputGuardrailResult result = reasons.ask(guardrail, request);
            if (result.isFatal()) {
                break;
            }
            current = result.hasRewrittenResult() ? request.rewriteUserMessage(result.successfulText()) : current;
        }
        reasons.refuse(0);
        return current;
    }

    @Override
    public ChatRequest adapted(ChatRequest request, List<ChatMessage> rewritten) {
        return adapt.apply(ChatRequest.builder()
                .messages(rewritten)
                .parameters(request.parameters())
                .build());
    }

    @Override
    public Verdict output(List<ChatMessage> sent, ChatResponse response) {
        GuardrailRequestParams params = subject.params(id, sent);
        Reasons reasons = new Reasons("answer", subject.prompt());
        OutputGuardrailResult again = null;
        ChatResponse current = response;
        for (OutputGuardrail guardrail : guardrails.output()) {
            OutputGuardrailRequest request = OutputGuardrailRequest.builder()
                    .responseFromLLM(current)
                    .chatExecutor(NoExecutor.INSTANCE)
                    .requestParams(params)
                    .build();
            OutputGuardrailResult result = reasons.ask(guardrail, request);
            again = result.isRetry() ? result : again;
            if (result.isFatal()) {
                break;
            }
            current = result.hasRewrittenResult() ? rewritten(result, request) : current;
        }
        if (again != null && askedAgain.get() < guardrails.maxRetries()) {
            askedAgain.incrementAndGet();
            return new Verdict(response, true, again.getReprompt().orElse(null));
        }
        reasons.refuse(askedAgain.get());
        return Verdict.passed(current);
    }

    /** A guardrail may have read the answer as a value too; what is given is its text. */
    private static ChatResponse rewritten(OutputGuardrailResult result, OutputGuardrailRequest request) {
        if (result.successfulResult() == null) {
            return result.response(request);
        }
        return request.responseFromLLM().toBuilder()
                .aiMessage(AiMessage.from(result.successfulText()))
                .build();
    }
}
