/** JMH benchmarks such as {@link io.genaiops.benchmarks.TemplateBenchmark}, each beside a floor or a rival. */
@NullMarked
package io.genaiops.benchmarks;

import org.jspecify.annotations.NullMarked;
