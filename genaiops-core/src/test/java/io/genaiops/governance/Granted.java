package io.genaiops.governance;

import io.genaiops.catalog.Authority;

/** Gives tests of other rooms what governance alone has. */
public final class Granted {

    private Granted() {}

    /** Returns an authority that is never withdrawn. */
    public static Authority authority(String text) {
        return LabelMover.authority(text);
    }
}
