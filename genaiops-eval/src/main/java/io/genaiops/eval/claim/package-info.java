/**
 * What answers claim, and whether a source bears it out: the door is {@link io.genaiops.eval.claim.Claims}. Statements are
 * listed or split, decided without a judge where the words suffice, and else verified by one, several in a call. A claim
 * without a verdict leaves the sample without a score.
 */
@NullMarked
package io.genaiops.eval.claim;

import org.jspecify.annotations.NullMarked;
