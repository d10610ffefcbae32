/**
 * Where assets are kept: the door is {@link io.genaiops.store.AssetStore}. A store keeps files, published versions,
 * labels and their history; it does not interpret references.
 */
@NullMarked
package io.genaiops.store;

import org.jspecify.annotations.NullMarked;
