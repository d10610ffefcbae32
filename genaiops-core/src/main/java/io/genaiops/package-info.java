/** The few types that every room shares: {@link io.genaiops.GenAiOpsException} and its leaves. Imports no other room. */
@NullMarked
package io.genaiops;

import org.jspecify.annotations.NullMarked;
