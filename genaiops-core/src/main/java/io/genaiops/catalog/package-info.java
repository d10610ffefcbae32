/**
 * What is known of an asset beside its content: published versions, labels and every move of one. The door is {@link
 * io.genaiops.catalog.StoredAsset}.
 */
@NullMarked
package io.genaiops.catalog;

import org.jspecify.annotations.NullMarked;
