package io.genaiops.eval.text;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;

/**
 * Tells whether a text is SQL, with JSqlParser, an optional library. Its grammar looks ahead without bound, so that some
 * texts take exponential time; a clock stops it, and such a text has no score.
 */
final class SqlText {

    static final int MOST_CHARACTERS = 100_000;

    private static final int MOST_SECONDS = 2;

    private SqlText() {}

    static Outcome judge(String text) {
        if (text.isBlank()) {
            return TextEvaluators.score(0, "empty");
        }
        if (text.length() > MOST_CHARACTERS) {
            return Outcome.notApplicable(
                    "SQL is parsed up to " + MOST_CHARACTERS + " characters; found " + text.length());
        }
        CompletableFuture<Void> clock = new CompletableFuture<>();
        try {
            CCJSqlParser parser = new CCJSqlParser(text).withAllowComplexParsing(true);
            CompletableFuture<Void> unused = clock.completeOnTimeout(null, MOST_SECONDS, TimeUnit.SECONDS)
                    .thenRun(() -> parser.interrupted = true);
            return parse(parser);
        } catch (ParseException | TokenMgrException e) {
            return TextEvaluators.score(0, firstLine(e));
        } catch (StackOverflowError e) {
            return Outcome.errored(new GenAiOpsException("SQL nests too deeply to be parsed"));
        } finally {
            clock.cancel(false);
        }
    }

    private static Outcome parse(CCJSqlParser parser) throws ParseException {
        try {
            int statements = parser.Statements().size();
            if (!parser.interrupted) {
                return TextEvaluators.yesNo(statements > 0, "statements: " + statements, "no statement");
            }
        } catch (ParseException e) {
            if (!parser.interrupted) {
                throw e;
            }
        }
        return Outcome.errored(new TimeoutException("SQL could not be parsed within " + MOST_SECONDS + " s"));
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse("no SQL").strip();
    }
}
