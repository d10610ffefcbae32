package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.ConflictException;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Moves a label to and fro by compare-and-set; also the main class of a second process. */
final class Mover {

    private static final Version ONE = Version.parse("1.0.0");
    private static final Version TWO = Version.parse("1.1.0");

    private Mover() {}

    public static void main(String[] arguments) {
        int conflicts = move(Kind.at(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println("conflicts " + conflicts);
    }

    /** Returns how often somebody else was first. */
    static int move(AssetStore store, int moves) {
        int conflicts = 0;
        for (int done = 0; done < moves; ) {
            Version from = store.find(ID)
                    .orElseThrow()
                    .label(PRODUCTION)
                    .map(LabelState::version)
                    .orElse(null);
            Version to = ONE.equals(from) ? TWO : ONE;
            try {
                store.move(ID, new LabelMove(PRODUCTION, from, to, Published.AT, "mover", "to and fro", null));
                done++;
            } catch (ConflictException e) {
                conflicts++;
            }
        }
        return conflicts;
    }

    /** Requires that every move of the history begins where the one before it ended. */
    static void check(StoredAsset asset, int moves) {
        assertThat(asset.history()).hasSize(moves);
        @Nullable Version at = null;
        for (LabelMove move : asset.history()) {
            assertThat(Objects.equals(move.from(), at))
                    .as("%s follows a move to %s", move, at)
                    .isTrue();
            at = move.to();
        }
        assertThat(asset.label(PRODUCTION).map(LabelState::version).orElse(null))
                .isEqualTo(at);
    }
}
