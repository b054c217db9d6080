/** From an image file to CLIP's pixelValues, byte for byte as Pillow and transformers do it. */
@NullMarked
package org.clipmeter.image;

import org.jspecify.annotations.NullMarked;
