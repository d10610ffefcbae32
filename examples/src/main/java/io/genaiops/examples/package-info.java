/**
 * A host application that runs the whole lifecycle on a product handbook: the door is {@link
 * io.genaiops.examples.HandbookAssistant}.
 */
@NullMarked
package io.genaiops.examples;

import org.jspecify.annotations.NullMarked;
