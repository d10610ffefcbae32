/**
 * {@link io.genaiops.cache.semantic.SemanticCache} answers a question with the kept answer to another one that means the
 * same, once the host's own pairs of questions have shown how often that is wrong.
 */
@NullMarked
package io.genaiops.cache.semantic;

import org.jspecify.annotations.NullMarked;
