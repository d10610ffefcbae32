package io.genaiops.rollout;

import io.genaiops.asset.Digest;
import io.genaiops.database.TestDatabases;

/** Puts keys into its own arm and says which arm each is in. The main class of a second process. */
final class ArmKeeper {

    private ArmKeeper() {}

    public static void main(String[] arguments) {
        StickyStore.migrate(TestDatabases.pooled(arguments[0]));
        StickyStore store = StickyStore.jdbc(TestDatabases.pooled(arguments[0]));
        for (int key = 0; key < Integer.parseInt(arguments[2]); key++) {
            System.out.println(store.keep("winter", key(key), arguments[1]));
        }
    }

    static Digest key(int number) {
        return Digest.ofText("key " + number);
    }
}
