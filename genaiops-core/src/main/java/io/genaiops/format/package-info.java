/** Assets as files: headers, front matter, templates, definitions. The door is {@link io.genaiops.format.AssetFile}. */
@NullMarked
package io.genaiops.format;

import org.jspecify.annotations.NullMarked;
