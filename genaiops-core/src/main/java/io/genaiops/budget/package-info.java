/**
 * {@link io.genaiops.budget.Budget} is the door: what calls may spend, by application, tenant, user, prompt and model, in
 * each window of time. A call reserves its estimate before it is made and settles what it really cost.
 */
@NullMarked
package io.genaiops.budget;

import org.jspecify.annotations.NullMarked;
