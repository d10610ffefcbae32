/** Assets as files: strict YAML, front matter, templates. The door is {@link io.genaiops.format.AssetFile}. */
@NullMarked
package io.genaiops.format;

import org.jspecify.annotations.NullMarked;
