/**
 * What a reviewer asks of an asset: what is wrong with it ({@link io.genaiops.review.AssetLint}, the door), what changed
 * since another version ({@link io.genaiops.review.AssetDiff}) and whom that breaks ({@link
 * io.genaiops.review.Compatibility}).
 */
@NullMarked
package io.genaiops.review;

import org.jspecify.annotations.NullMarked;
