package io.genaiops.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallThreadsTest {

    @Test
    void a_thread_of_its_own_is_virtual_or_a_daemon() throws Exception {
        CompletableFuture<Thread> given = new CompletableFuture<>();
        CompletableFuture<Thread> started = new CompletableFuture<>();

        CallThreads.create().execute(() -> given.complete(Thread.currentThread()));
        CallThreads.start(() -> started.complete(Thread.currentThread()));

        assertThat(given.get(20, TimeUnit.SECONDS).isDaemon()).isTrue();
        assertThat(started.get(20, TimeUnit.SECONDS).isDaemon()).isTrue();
        assertThat(started.join().getName()).startsWith("genaiops-call-");
        assertThat(CallThreads.find("newCachedThreadPool")).isNotNull();
        assertThat(CallThreads.find("newFlyingThreadPool")).isNull();
    }
}
