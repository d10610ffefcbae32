package io.genaiops.eval.variant;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.asset.Digest;
import io.genaiops.call.PromptRequest;
import io.genaiops.eval.Sample;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function of the host. Only the host can say what it depends on. */
record FunctionApproach(
        String name,
        Approach.Function<Sample> function,
        @Nullable String key) implements Approach {

    FunctionApproach {
        requireNonNull(name, "name");
        requireNonNull(function, "function");
    }

    @Override
    public Approach keyed(String text) {
        if (text.isBlank() || key != null) {
            throw new IllegalStateException("variant '" + name + "' needs one key that is not blank; found: '" + text
                    + "'" + (key == null ? "" : " after '" + key + "'"));
        }
        return new FunctionApproach(name, function, text);
    }

    @Override
    public Question prepare(Sample row) {
        return new Asked(this, row);
    }

    private record Asked(FunctionApproach approach, Sample row) implements Question {

        @Override
        public Optional<Digest> key() {
            return approach.key == null
                    ? Optional.empty()
                    : ReplyKey.of(() -> JsonNodeFactory.instance
                            .objectNode()
                            .put("function", approach.key)
                            .put("row", row.digest().value()));
        }

        @Override
        public Optional<PromptRequest> request() {
            return Optional.empty();
        }

        @Override
        public Sample ask() throws Exception {
            return approach.function.answer(row);
        }
    }
}
