/**
 * The way of a request to a model: through caches, retries, fallbacks and budgets, in that order, as far as the host set
 * them up. The door is {@link io.genaiops.route.ModelRoutes}.
 */
@NullMarked
package io.genaiops.route;

import org.jspecify.annotations.NullMarked;
