/** A JPEG's frame and components, and how their coefficients become samples and these become colors. */
@NullMarked
package org.clipmeter.image.jpeg.samples;

import org.jspecify.annotations.NullMarked;
