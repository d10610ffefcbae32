/**
 * Names that stand for persons: the door is {@link io.genaiops.pseudonym.Pseudonyms}. Who is behind one stands in a table of its
 * own, and can be erased from it.
 */
@NullMarked
package io.genaiops.pseudonym;

import org.jspecify.annotations.NullMarked;
