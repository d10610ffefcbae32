/**
 * {@link io.genaiops.template.Template} is the door: logic-free Mustache templates over plain data, with chat roles as
 * nodes of the syntax tree and the origin of every span of rendered text. Imports no other room.
 */
@NullMarked
package io.genaiops.template;

import org.jspecify.annotations.NullMarked;
