/**
 * Counting against limits, whatever is counted: {@link io.genaiops.quota.QuotaLedger} admits claims, all of them or none
 * in one step, and takes what was admitted back when it is settled, released or never heard of again. In memory or in the
 * host's database.
 */
@NullMarked
package io.genaiops.quota;

import org.jspecify.annotations.NullMarked;
