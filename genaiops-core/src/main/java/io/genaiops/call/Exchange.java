package io.genaiops.call;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import io.genaiops.conversation.Turn;
import io.genaiops.guardrail.GuardedCall;
import io.genaiops.guardrail.Verdict;
import io.genaiops.limit.AskedModel;
import io.genaiops.limit.Deadline;
import io.genaiops.template.RenderedMessage;
import io.genaiops.template.Role;
import io.genaiops.tool.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call under way, from its first request to its end: the rounds that tools and corrections take, and the end, which
 * comes once. Who {@linkplain #end ends} it, answer, failure, deadline or cancellation, decides what comes of it; whoever
 * is later is dropped. One thread at a time asks; any may end it.
 */
final class Exchange {

    private final PromptCalls calls;
    private final PromptRequest first;
    private final GuardedCall guarded;
    private final Turn turn;
    private final Deadline deadline;
    private final Tools tools;
    private final Tally tally;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger trips = new AtomicInteger();

    private volatile PromptRequest next;
    private volatile @Nullable ChatMessage rewritten;
    private volatile Asking.@Nullable Round last;

    Exchange(PromptRequest request, AskedModel asked, GuardedCall guarded, Turn turn, Deadline deadline) {
        this.calls = request.calls();
        this.first = request;
        this.next = request;
        this.guarded = guarded;
        this.turn = turn;
        this.deadline = deadline;
        this.tools = calls.tools(request.rendered().prompt());
        this.tally = new Tally(calls, asked);
        calls.underWay().begin();
    }

    Deadline deadline() {
        return deadline;
    }

    Tally tally() {
        return tally;
    }

    boolean isOver() {
        return over.get();
    }

    /** Ends the call and returns whether it was not over before. */
    boolean end() {
        boolean ends = over.compareAndSet(false, true);
        if (ends) {
            calls.underWay().end();
        }
        return ends;
    }

    /** Leaves the memory of the conversation as it is. */
    void forget() {
        turn.forget();
    }

    /** Adds what the user said and the answer to the memory of the conversation. */
    void remember() {
        List<ChatMessage> messages = new ArrayList<>();
        List<RenderedMessage> parts = first.rendered().parts();
        for (int i = parts.size() - 1; i >= 0 && messages.isEmpty(); i--) {
            if (parts.get(i).role() == Role.USER) {
                ChatMessage checked = rewritten;
                messages.add(checked == null ? UserMessage.from(parts.get(i).text()) : checked);
            }
        }
        messages.add(tally.last().aiMessage());
        turn.remember(messages);
    }

    /** Asks until an answer calls no tool and guardrails let it pass, on this thread. */
    void ask() {
        ChatResponse response;
        do {
            Asking.Round round = round();
            response = calls.asking().ask(round);
            tally.add(round, response);
        } while (goesOn(response) || isAskedAgain());
    }

    /**
     * Returns the next request to make.
     *
     * @throws io.genaiops.RefusedException if guardrails refuse the first one, or it passes a limit
     */
    Asking.Round round() {
        requireOpen();
        if (last == null) {
            guardInput();
            requireOpen();
        }
        PromptRequest request = next;
        if (request != first) {
            request.requireWithinLimits(request.chatRequest());
        }
        Asking.Round round = Asking.Round.of(request, deadline);
        last = round;
        return round;
    }

    private void guardInput() {
        List<ChatMessage> rendered = first.rendered().messages();
        List<ChatMessage> checked = guarded.input(rendered);
        for (int i = 0; checked != rendered && i < checked.size(); i++) {
            if (!checked.get(i).equals(rendered.get(i))) {
                rewritten = checked.get(i);
                next = first.with(guarded.adapted(first.chatRequest(), checked).messages());
            }
        }
    }

    /**
     * Has guardrails check the last answer, which they may rewrite, and returns whether the model is to give another one.
     *
     * @throws io.genaiops.RefusedException if they refuse it
     */
    boolean isAskedAgain() {
        if (!calls.guardrails().checkOutput()) {
            return false;
        }
        requireOpen();
        Verdict verdict;
        try {
            verdict = guarded.output(tally.messages(), tally.last());
        } catch (Throwable e) {
            discard();
            throw e;
        }
        if (!verdict.askAgain()) {
            tally.rewrite(verdict.response());
            return false;
        }
        discard();
        if (verdict.reprompt() != null) {
            correct(verdict.reprompt());
        }
        return true;
    }

    /**
     * Runs the tools that the answer calls, in order, and returns whether it called any that are offered.
     *
     * @throws GenAiOpsException if that was done too often, or a tool fails and failures abort
     */
    boolean goesOn(ChatResponse response) {
        AiMessage answer = response.aiMessage();
        if (tools.names().isEmpty() || !answer.hasToolExecutionRequests()) {
            return false;
        }
        if (trips.getAndIncrement() >= calls.maxToolRoundTrips()) {
            throw new GenAiOpsException(first.rendered().prompt() + " on model '" + first.modelName()
                    + "' called tools in " + calls.maxToolRoundTrips() + " round trips and calls more; allow more with"
                    + " PromptCalls.builder(…).maxToolRoundTrips(…), or tell the model when to stop");
        }
        List<ChatMessage> messages = new ArrayList<>(next.chatRequest().messages());
        messages.add(answer);
        for (ToolExecutionRequest request : answer.toolExecutionRequests()) {
            requireOpen();
            calls.enforceTool(request.name(), first.context());
            messages.add(tools.run(request, first.context()));
        }
        next = next.with(messages);
        return true;
    }

    /** Lets no cache keep the last answer, which is not what was asked for. */
    void discard() {
        calls.asking().discard(Objects.requireNonNull(last, "no model was asked yet"));
    }

    /** Asks next for another answer, and says why. */
    void correct(String why) {
        List<ChatMessage> messages = new ArrayList<>(next.chatRequest().messages());
        String text = text();
        if (!text.isBlank()) {
            messages.add(AiMessage.from(text));
        }
        messages.add(UserMessage.from(why));
        next = next.with(messages);
    }

    /** Returns the text of the last answer. */
    String text() {
        String text = tally.last().aiMessage().text();
        return text == null ? "" : text;
    }

    Answer answer() {
        return tally.answer(first);
    }

    /** Returns what the call fails with when its time has passed. */
    RuntimeException late() {
        return deadline.exceeded(first.rendered().prompt(), first.modelName());
    }

    private void requireOpen() {
        if (isOver()) {
            throw new CancellationException(first.rendered().prompt() + " is over: it was cancelled or came too late");
        }
        if (deadline.hasPassed()) {
            throw late();
        }
    }
}
