package io.genaiops.benchmarks.load;

import java.time.Duration;
import java.util.Locale;

/**
 * Puts calls under load and prints what came of it, first in fair weather, then in rough: {@code LoadHarness [callers]
 * [seconds]}, 500 callers for 20 seconds if not said.
 */
public final class LoadHarness {

    private LoadHarness() {}

    /** Runs it. */
    public static void main(String[] arguments) throws InterruptedException {
        int callers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        Duration time = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 20);
        for (Weather weather : new Weather[] {Weather.FAIR, Weather.ROUGH}) {
            System.out.printf(Locale.ROOT, "%nJDK %s, %d callers, %s%n", Runtime.version(), callers, weather);
            try (ModelServer server = ModelServer.start(weather, 1)) {
                System.out.println(new LoadRun(server, callers, time, Long.MAX_VALUE, 200_000)
                        .run()
                        .describe());
            }
        }
    }
}
