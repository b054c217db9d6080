/** A JPEG's frame and components, and the conversion of their coefficients to samples and of these to colors. */
@NullMarked
package org.clipmeter.image.jpeg.samples;

import org.jspecify.annotations.NullMarked;
