/**
 * Files that survive a crash: the door is {@link io.genaiops.disk.DurableFiles}. Stores and ledgers keep theirs with it.
 */
@NullMarked
package io.genaiops.disk;

import org.jspecify.annotations.NullMarked;
