/**
 * What was decided, in an order that cannot be changed unnoticed: the door is {@link io.genaiops.ledger.Ledger}. Entries are
 * chained by their hashes and signed in groups; what that shows and what it cannot show is told by docs/ledger.md.
 */
@NullMarked
package io.genaiops.ledger;

import org.jspecify.annotations.NullMarked;
