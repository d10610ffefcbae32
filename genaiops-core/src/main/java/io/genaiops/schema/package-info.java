/** JSON Schema behind inputs and outputs: the door is {@link io.genaiops.schema.JsonSchema}. Imports no other room. */
@NullMarked
package io.genaiops.schema;

import org.jspecify.annotations.NullMarked;
