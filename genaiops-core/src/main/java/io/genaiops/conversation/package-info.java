/** What conversations remember between calls: the door is {@link io.genaiops.conversation.Conversations}. */
@NullMarked
package io.genaiops.conversation;

import org.jspecify.annotations.NullMarked;
