/**
 * {@link io.genaiops.delivery.Delivery} stands between a registry and its store: it keeps what the store answered, and
 * says of every answer where it came from. When the store fails, what was delivered before is delivered on.
 */
@NullMarked
package io.genaiops.delivery;

import org.jspecify.annotations.NullMarked;
