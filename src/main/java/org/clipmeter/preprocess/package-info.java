/** Converts a picture to CLIP's pixelValues, byte for byte as Pillow and transformers do. */
@NullMarked
package org.clipmeter.preprocess;

import org.jspecify.annotations.NullMarked;
