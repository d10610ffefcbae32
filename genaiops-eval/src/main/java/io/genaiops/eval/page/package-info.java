/**
 * Writes pages that need nothing but themselves: the door is {@link io.genaiops.eval.page.ResultPage}. Data lie in the file as
 * compressed blocks that no browser reads as markup, and the script of the page shows them as text alone.
 */
@NullMarked
package io.genaiops.eval.page;

import org.jspecify.annotations.NullMarked;
