/** Puts calls under load: a model server on the loopback interface that fails as providers do, and many callers. */
@NullMarked
package io.genaiops.benchmarks.load;

import org.jspecify.annotations.NullMarked;
