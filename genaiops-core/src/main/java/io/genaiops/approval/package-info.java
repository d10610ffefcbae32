/**
 * Who acts and who consents: the door is {@link io.genaiops.approval.Approval}. How sure it is that somebody is who is named
 * is a part of what is said.
 */
@NullMarked
package io.genaiops.approval;

import org.jspecify.annotations.NullMarked;
