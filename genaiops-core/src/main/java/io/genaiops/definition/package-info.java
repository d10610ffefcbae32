/**
 * Definitions of what a call is made with and measured by: models, applications, data sets and evaluation suites, as data
 * only. The door is
 * {@link io.genaiops.definition.ModelDefinition}. No definition holds an endpoint or a credential: these are the host's.
 */
@NullMarked
package io.genaiops.definition;

import org.jspecify.annotations.NullMarked;
