package io.genaiops.tracing;

import java.util.function.Function;

/**
 * One way to use what tracing hands out. Running it returns what the host sees, in words: an answer, or what was thrown.
 */
public record Scenario(String name, Function<Tracing, String> run) {

    /** What no telemetry may hold while the capture of content is off. It is part of everything that scenarios send. */
    public static final String SECRET = "SENTINEL-91c2";

    /** Returns a scenario whose failure, if it has one, is part of what the host sees. */
    static Scenario of(String name, Function<Tracing, Object> call) {
        return new Scenario(name, tracing -> {
            try {
                return String.valueOf(call.apply(tracing));
            } catch (HostFailure e) {
                return "threw " + e.getMessage();
            }
        });
    }

    /** Runs the scenario and returns what the host sees. */
    public String on(Tracing tracing) {
        return run.apply(tracing);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What a host's own model or tool throws. */
    public static final class HostFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public HostFailure() {
            super("no " + SECRET);
        }
    }
}
