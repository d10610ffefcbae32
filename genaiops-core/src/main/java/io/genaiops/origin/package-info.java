/**
 * What made an answer: the door is {@link io.genaiops.origin.AnswerOrigin}. From an answer or the attributes of its span to
 * the versions and the messages that made it; what changed or is missing since is named.
 */
@NullMarked
package io.genaiops.origin;

import org.jspecify.annotations.NullMarked;
