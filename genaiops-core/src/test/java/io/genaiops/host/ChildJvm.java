package io.genaiops.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts JVMs beside the one of a test, with its class path and with what lets them begin soon; what they all say on standard
 * error goes to one file.
 */
public final class ChildJvm {

    private final Path errors;

    /**
     * Makes a starter of JVMs.
     *
     * @param folder where the file of errors is kept
     */
    public ChildJvm(Path folder) {
        this.errors = folder.resolve("errors.txt");
    }

    /** Starts one that runs a main class. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(errors.toFile()))
                .start();
    }

    /** Kills one and waits for its end; what it had said can still be read. */
    public static void kill(Process child) throws InterruptedException {
        // The process itself would close its output with what is still unread; its handle does not.
        if (!child.toHandle().destroyForcibly()) {
            throw new IllegalStateException("not killed: " + child);
        }
        child.waitFor();
    }

    /** Returns what they said on standard error. */
    public String errors() throws IOException {
        return Files.exists(errors) ? Files.readString(errors) : "";
    }
}
