/** The CLIP network: configuration, weights by name, vision and text transformers. */
@NullMarked
package org.clipmeter.model.clip;

import org.jspecify.annotations.NullMarked;
