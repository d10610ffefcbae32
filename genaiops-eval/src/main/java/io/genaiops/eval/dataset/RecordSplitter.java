package io.genaiops.eval.dataset;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the records of a file, one after another. Not thread-safe. */
interface RecordSplitter {

    /**
     * Returns the next record, or null at the end. A fault leaves the splitter behind what is faulty, so that the next
     * record can be asked for.
     */
    @Nullable
    RawRecord next() throws IOException;
}
