/**
 * Strict YAML, read into values that know their file and line, and written back. The door is {@link
 * io.genaiops.yaml.YamlNode}. It knows nothing of assets, and builds no Java objects.
 */
@NullMarked
package io.genaiops.yaml;

import org.jspecify.annotations.NullMarked;
