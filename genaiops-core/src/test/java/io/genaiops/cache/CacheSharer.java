package io.genaiops.cache;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.database.TestDatabases;
import javax.sql.DataSource;

/** Asks questions through a cache that others share and says what came and who answered. The main class of a process. */
final class CacheSharer {

    private CacheSharer() {}

    public static void main(String[] arguments) {
        DataSource source = TestDatabases.pooled(arguments[0]);
        ResponseCache.migrate(source);
        Fakes model = new Fakes();
        model.script = request -> Fakes.response("By " + arguments[1] + ".");
        ResponseCache cache = ResponseCache.builder().jdbc(source).build();
        ChatModel cached = cache.chatModel("small", model.chat);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            System.out.println(
                    cached.chat(Fakes.ask("Question " + i)).aiMessage().text());
        }
        System.out.println(
                "asked " + model.asked + ", failures " + cache.figures().storeFailures());
    }
}
